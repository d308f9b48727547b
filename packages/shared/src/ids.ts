/**
 * Readable, stable ids of graph nodes, edges and routes (DESIGN G10). An id is never an index or a hash.
 * With more than one cluster every node id is prefixed by `<cluster>:`.
 */

/** The node of a workload: `wl/<namespace>/<workload>`. */
export const workloadNodeId = (namespace: string, workload: string): string => `wl/${namespace}/${workload}`;

/** The node of an app, or of one version of it: `app/<namespace>/<app>` or `app/<namespace>/<app>@<version>`. */
export const appNodeId = (namespace: string, app: string, version?: string): string =>
  version === undefined ? `app/${namespace}/${app}` : `app/${namespace}/${app}@${version}`;

/** The node of a Kubernetes Service: `svc/<namespace>/<name>`. */
export const serviceNodeId = (namespace: string, name: string): string => `svc/${namespace}/${name}`;

/** The node of a gateway workload: `gw/<namespace>/<workload>`. */
export const gatewayNodeId = (namespace: string, workload: string): string => `gw/${namespace}/${workload}`;

/** The node of a ServiceEntry host: `se/<namespace>/<name>`. */
export const serviceEntryNodeId = (namespace: string, name: string): string => `se/${namespace}/${name}`;

/** The box around an app with several versions: `box/<namespace>/<app>`; around a namespace: `box/<namespace>`. */
export const boxNodeId = (namespace: string, app?: string): string =>
  app === undefined ? `box/${namespace}` : `box/${namespace}/${app}`;

/** A caller that no sidecar reported. */
export const UNKNOWN_NODE_ID = 'unknown';
/** Destinations outside the registry that the mesh lets through (Istio's PassthroughCluster). */
export const PASSTHROUGH_NODE_ID = 'passthrough';
/** Destinations outside the registry that the mesh refuses (Istio's BlackHoleCluster). */
export const BLACK_HOLE_NODE_ID = 'blackhole';

/** The edge between two nodes for one protocol: `<source>><target>#<protocol>`. */
export const edgeId = (source: string, target: string, protocol: string): string => `${source}>${target}#${protocol}`;

/** A route of a routing object: `<kind>/<namespace>/<name><JSON pointer>`, as `VirtualService/default/reviews/spec/http/0`. */
export const routeId = (kind: string, namespace: string, name: string, path: string): string =>
  `${kind}/${namespace}/${name}${path}`;
