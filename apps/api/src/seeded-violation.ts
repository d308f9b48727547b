import { KubeConfig } from '@kubernetes/client-node';
export const seeded = KubeConfig;
