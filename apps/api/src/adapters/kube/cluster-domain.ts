import { fieldsOf, listOf } from './fields.ts';

/**
 * The DNS domain of the cluster, from the arguments of an injected proxy (`--domain $(POD_NAMESPACE).svc.cluster.local`).
 * istiod's ConfigMap does not hold it. Undefined for pods without such a proxy.
 */
export function clusterDomainOf(pod: unknown): string | undefined {
  const spec = fieldsOf(fieldsOf(pod).spec);
  for (const entry of [...listOf(spec.containers), ...listOf(spec.initContainers)]) {
    const container = fieldsOf(entry);
    if (container.name !== 'istio-proxy') continue;
    const args = listOf(container.args);
    const value = args[args.indexOf('--domain') + 1];
    const match = args.includes('--domain') && typeof value === 'string' ? /\.svc\.([a-z0-9.-]+)$/i.exec(value) : null;
    if (match?.[1] !== undefined) return match[1];
  }
  return undefined;
}
