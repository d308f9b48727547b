import { labelsMatch } from '../snapshot/labels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type ConsolidatedRule, destinationRulesOf, type NamespaceRules } from './destination-rule-index.ts';
import type { HostIndex } from './host-index.ts';
import { resolveHost } from './host-names.ts';
import { registryHostFor, registryOf } from './registry.ts';
import type { EffectiveDestinationRule, RouteClient } from './types.ts';

type RuleIndex = HostIndex<readonly ConsolidatedRule[]>;

function rulesOf(snapshot: Snapshot, namespace: string): NamespaceRules | undefined {
  const slice = snapshot.slices.get(namespace);
  return slice === undefined || slice.destinationrules.size === 0
    ? undefined
    : destinationRulesOf(slice, snapshot.mesh);
}

/** The rules of the most specific host that covers this one. */
const mostSpecific = (index: RuleIndex | undefined, host: string): readonly ConsolidatedRule[] | undefined =>
  index?.exact(host)[0] ?? index?.wildcardsOver(host)[0]?.values[0];

function exportedTo(index: RuleIndex | undefined, host: string, client: string): readonly ConsolidatedRule[] {
  const found = mostSpecific(index, host) ?? [];
  return found.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(client));
}

/** The namespace of a host's service, also of one that is not in the snapshot, as its name tells it. */
function namespaceOfHost(snapshot: Snapshot, host: string, client: RouteClient): string | undefined {
  const known =
    registryHostFor(registryOf(snapshot), host, client.namespace) ?? registryOf(snapshot).hosts.exact(host)[0];
  if (known !== undefined) return known.namespace;
  const suffix = `.svc.${snapshot.mesh.domain}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.')[1] : undefined;
}

/**
 * The list that the look-up ends with: the client's namespace, the service's, the root namespace, where the first that has
 * a rule for the host wins whole. A client of the root namespace looks first at rules that only that namespace sees.
 */
function lookUp(snapshot: Snapshot, host: string, client: RouteClient): readonly ConsolidatedRule[] {
  const root = snapshot.mesh.rootNamespace;
  const own = rulesOf(snapshot, client.namespace);
  const first = mostSpecific(client.namespace === root ? own?.privateOnly : own?.local, host);
  if (first !== undefined) return first;
  const namespace = namespaceOfHost(snapshot, host, client);
  if (namespace !== undefined) {
    const second = exportedTo(rulesOf(snapshot, namespace)?.exported, host, client.namespace);
    if (second.length > 0) return second;
  }
  return exportedTo(rulesOf(snapshot, root)?.exported, host, client.namespace);
}

/**
 * The DestinationRule in force when `client` calls `host` (a short name is one of the client's namespace), or undefined
 * (research/istio-kubernetes.md 2.7, 2.10.4). Among rules that were not merged, one that selects the client wins, else
 * the youngest without a selector.
 */
export function destinationRuleFor(
  snapshot: Snapshot,
  host: string,
  client: RouteClient,
): EffectiveDestinationRule | undefined {
  const fqdn = resolveHost(host, client.namespace, snapshot.mesh.domain).toLowerCase();
  const found = lookUp(snapshot, fqdn, client);
  const selecting = found.find(
    ({ selector, effective }) =>
      selector !== undefined && effective.namespace === client.namespace && labelsMatch(selector, client.labels),
  );
  return (selecting ?? found.findLast(({ selector }) => selector === undefined))?.effective;
}

/** Label keys by which DestinationRules of the namespace tell its workloads apart. */
export const ruleLabelKeys = (snapshot: Snapshot, namespace: string): readonly string[] =>
  rulesOf(snapshot, namespace)?.selectorKeys ?? [];
