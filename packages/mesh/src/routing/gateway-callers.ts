import { labelsOf } from '../resolve/untrusted.ts';
import { podIndexOf } from '../snapshot/service-pods.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { recordOf } from './json.ts';

/**
 * The namespaces of the proxies that a Gateway (`<namespace>/<name>`) selects: they look DestinationRules up from there,
 * not from the Gateway's own namespace. Without any such pod, the Gateway's namespace stands in.
 */
export function gatewayNamespaces(snapshot: Snapshot, gateway: string): readonly string[] {
  const slash = gateway.indexOf('/');
  const namespace = gateway.slice(0, slash);
  const object = snapshot.slices.get(namespace)?.gateways.get(gateway.slice(slash + 1));
  const selector = labelsOf(recordOf(object?.spec).selector);
  if (Object.keys(selector).length === 0) return [namespace];
  const found = [...snapshot.slices.values()]
    .filter((slice) => podIndexOf(slice).matching(selector).length > 0)
    .map((slice) => slice.name);
  return found.length > 0 ? found : [namespace];
}
