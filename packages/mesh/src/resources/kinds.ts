import type { Controller, Namespace, Pod, Service } from './core.ts';
import type { DestinationRule, Gateway, ServiceEntry, Sidecar, VirtualService } from './istio.ts';

/** The namespaced kinds that a slice holds, by the plural name of the API. */
export interface SliceKinds {
  readonly pods: Pod;
  readonly services: Service;
  readonly deployments: Controller;
  readonly replicasets: Controller;
  readonly statefulsets: Controller;
  readonly daemonsets: Controller;
  readonly virtualservices: VirtualService;
  readonly destinationrules: DestinationRule;
  readonly gateways: Gateway;
  readonly serviceentries: ServiceEntry;
  readonly sidecars: Sidecar;
}
export type SliceKind = keyof SliceKinds;
export type ObjectOf<K extends SliceKind> = SliceKinds[K];

/** Where the API serves each kind, and whether the cluster may do without it. */
export const SLICE_KINDS: Readonly<
  Record<SliceKind, { readonly group: string; readonly kind: string; readonly optional: boolean }>
> = {
  pods: { group: '', kind: 'Pod', optional: false },
  services: { group: '', kind: 'Service', optional: false },
  deployments: { group: 'apps', kind: 'Deployment', optional: false },
  replicasets: { group: 'apps', kind: 'ReplicaSet', optional: false },
  statefulsets: { group: 'apps', kind: 'StatefulSet', optional: false },
  daemonsets: { group: 'apps', kind: 'DaemonSet', optional: false },
  virtualservices: { group: 'networking.istio.io', kind: 'VirtualService', optional: true },
  destinationrules: { group: 'networking.istio.io', kind: 'DestinationRule', optional: true },
  gateways: { group: 'networking.istio.io', kind: 'Gateway', optional: true },
  serviceentries: { group: 'networking.istio.io', kind: 'ServiceEntry', optional: true },
  sidecars: { group: 'networking.istio.io', kind: 'Sidecar', optional: true },
};
export const SLICE_KIND_NAMES = Object.keys(SLICE_KINDS) as readonly SliceKind[];

export type { Namespace };
