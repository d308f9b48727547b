export type { UserName } from './access/users.ts';
export { type DemoCluster, type DemoClusterOptions, startDemoCluster } from './demo-cluster.ts';
export type { Fault, Faults } from './faults.ts';
export type { ControlledStore, StoreChange } from './store/controlled-store.ts';
