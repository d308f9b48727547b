import type { DestinationRule, Subset, TrafficPolicy } from '../resources/istio.ts';
import type { MeshConfig } from '../snapshot/mesh-config.ts';
import type { NamespaceSlice } from '../snapshot/snapshot.ts';
import { createHostIndex, type HostIndex } from './host-index.ts';
import { resolveHost } from './host-names.ts';
import type { EffectiveDestinationRule } from './types.ts';
import { isRecord, labelsOf, listOf, recordOf, textOf, textsOf } from './untrusted.ts';
import { olderFirst } from './virtual-service-model.ts';

/** Rules for one host and one namespace that Istio merged into one (research/istio-kubernetes.md 2.7, 2.10.4). */
export interface ConsolidatedRule {
  /** As written: empty is the mesh's default. */
  readonly exportTo: ReadonlySet<string>;
  /** Labels that the client must carry; undefined: every client. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly effective: EffectiveDestinationRule;
}

export interface NamespaceRules {
  /** What clients of the namespace itself look up first. */
  readonly local: HostIndex<readonly ConsolidatedRule[]>;
  /** What clients of other namespaces (and the second and third look-up) find. */
  readonly exported: HostIndex<readonly ConsolidatedRule[]>;
  /** Those seen by the namespace only: a client of the root namespace looks here first. */
  readonly privateOnly: HostIndex<readonly ConsolidatedRule[]>;
  readonly selectorKeys: readonly string[];
}

interface Draft {
  readonly exportTo: ReadonlySet<string>;
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly objects: DestinationRule[];
}

const selectorOf = (rule: DestinationRule): Readonly<Record<string, string>> | undefined => {
  const selector = recordOf(rule.spec).workloadSelector;
  return isRecord(selector) ? labelsOf(selector.matchLabels) : undefined;
};

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((entry) => b.has(entry));

const sameLabels = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);

/**
 * Adds a rule to those of its host: it joins each one that it may join (the same exportTo, or a wider one; the same
 * selector, or none on both sides), and stands for itself when the last one that it was compared with was not joined.
 */
function consolidate(drafts: Draft[], rule: DestinationRule, exportTo: ReadonlySet<string>): void {
  const selector = selectorOf(rule);
  let standsAlone = true;
  for (const draft of drafts) {
    const same = sameSet(draft.exportTo, exportTo);
    const wider = draft.exportTo.size > 0 && [...draft.exportTo].every((entry) => exportTo.has(entry));
    standsAlone = !same;
    if (!same && !wider) continue;
    const bothPlain = selector === undefined && draft.selector === undefined;
    const bothSelect = selector !== undefined && draft.selector !== undefined;
    const sameSelector = sameLabels(selector ?? {}, draft.selector ?? {});
    if (bothSelect && !sameSelector) {
      standsAlone = true;
      continue;
    }
    if (bothPlain || (bothSelect && sameSelector)) standsAlone = false;
    draft.objects.push(rule);
  }
  if (standsAlone) drafts.push({ exportTo, selector, objects: [rule] });
}

function subsetsOf(objects: readonly DestinationRule[]): readonly (Subset & { readonly from: DestinationRule })[] {
  const byName = new Map<string, Subset & { readonly from: DestinationRule }>();
  for (const from of objects) {
    for (const subset of listOf(recordOf(from.spec).subsets)) {
      const name = isRecord(subset) ? textOf(subset.name) : undefined;
      if (!isRecord(subset) || name === undefined || byName.has(name)) continue;
      const trafficPolicy = isRecord(subset.trafficPolicy) ? (subset.trafficPolicy as TrafficPolicy) : undefined;
      byName.set(name, {
        name,
        from,
        ...(isRecord(subset.labels) ? { labels: labelsOf(subset.labels) } : {}),
        ...(trafficPolicy === undefined ? {} : { trafficPolicy }),
      });
    }
  }
  return [...byName.values()];
}

function effectiveOf(objects: readonly DestinationRule[], namespace: string, host: string): EffectiveDestinationRule {
  const policy = objects.map((rule) => recordOf(rule.spec).trafficPolicy).find(isRecord) as TrafficPolicy | undefined;
  const effective = { namespace, host, objects, subsets: subsetsOf(objects) };
  return policy === undefined ? effective : { ...effective, trafficPolicy: policy };
}

function indexOf(drafts: ReadonlyMap<string, Draft[]>, namespace: string): HostIndex<readonly ConsolidatedRule[]> {
  const index = createHostIndex<readonly ConsolidatedRule[]>();
  for (const [host, list] of drafts) {
    index.add(
      host,
      list.map(({ exportTo, selector, objects }) => {
        const effective = effectiveOf(objects, namespace, host);
        return selector === undefined ? { exportTo, effective } : { exportTo, effective, selector };
      }),
    );
  }
  return index;
}

/** Rules with a selector first, then by age: the order in which Istio merges. */
function inMergeOrder(slice: NamespaceSlice): readonly DestinationRule[] {
  const keyed = [...slice.destinationrules.values()].map((rule) => ({
    rule,
    plain: Number(selectorOf(rule) === undefined),
    createdMs: Date.parse(rule.metadata.creationTimestamp ?? '') || Number.NEGATIVE_INFINITY,
    name: rule.metadata.name,
    namespace: slice.name,
  }));
  return keyed.sort((a, b) => a.plain - b.plain || olderFirst(a, b)).map((entry) => entry.rule);
}

function build(slice: NamespaceSlice, mesh: MeshConfig): NamespaceRules {
  const [local, exported, privateOnly] = [new Map(), new Map(), new Map()] as Map<string, Draft[]>[];
  const put = (
    into: Map<string, Draft[]> | undefined,
    host: string,
    rule: DestinationRule,
    to: ReadonlySet<string>,
  ) => {
    const drafts = into?.get(host) ?? [];
    into?.set(host, drafts);
    consolidate(drafts, rule, to);
  };
  const rules = inMergeOrder(slice);
  for (const rule of rules) {
    const written = textOf(recordOf(rule.spec).host);
    if (written === undefined || written === '') continue;
    const host = resolveHost(written, slice.name, mesh.domain).toLowerCase();
    // A rule for selected workloads never leaves its namespace.
    const exportTo = new Set(selectorOf(rule) === undefined ? textsOf(recordOf(rule.spec).exportTo) : ['.']);
    const own = exportTo.size === 0 || ['*', '.', slice.name].some((target) => exportTo.has(target));
    if (own) put(local, host, rule, exportTo);
    const byDefault = exportTo.size === 0 && mesh.defaultDestinationRuleExportTo.includes('.');
    const byName = exportTo.size === 1 && (exportTo.has('.') || exportTo.has(slice.name));
    put(byDefault || byName ? privateOnly : exported, host, rule, exportTo);
  }
  return {
    local: indexOf(local ?? new Map(), slice.name),
    exported: indexOf(exported ?? new Map(), slice.name),
    privateOnly: indexOf(privateOnly ?? new Map(), slice.name),
    selectorKeys: rules.flatMap((rule) => Object.keys(selectorOf(rule) ?? {})),
  };
}

const cache = new WeakMap<object, { mesh: MeshConfig; namespace: string; rules: NamespaceRules }>();

/** The DestinationRules of one namespace as look-ups find them, kept while they stay the same. */
export function destinationRulesOf(slice: NamespaceSlice, mesh: MeshConfig): NamespaceRules {
  const known = cache.get(slice.destinationrules);
  if (known !== undefined && known.mesh === mesh && known.namespace === slice.name) return known.rules;
  const rules = build(slice, mesh);
  cache.set(slice.destinationrules, { mesh, namespace: slice.name, rules });
  return rules;
}
