import type { ServiceVersion } from '@weir/shared';
import { destinationRuleFor } from '../resolve/destination-rule.ts';
import type { EffectiveDestinationRule } from '../resolve/types.ts';
import { labelsOf } from '../resolve/untrusted.ts';
import type { DestinationRule } from '../resources/istio.ts';
import { labelsMatch } from '../snapshot/labels.ts';
import { sameParts } from '../snapshot/recent-memo.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { naturalOrder } from './json.ts';
import { objectRef } from './refs.ts';
import { podCounts, SUBSET_KEYS, UNLABELLED_VERSION, type VersionGroup, workloadNames } from './version-groups.ts';

/** A rule that applies to a host today, and the namespaces whose callers meet it. */
export interface RuleOfCallers {
  /** Undefined: no DestinationRule applies for these callers. */
  readonly rule: EffectiveDestinationRule | undefined;
  readonly callers: readonly string[];
}

/** The rules that apply to the host, one entry for all callers that meet the same one, in the order of the callers. */
export function rulesOfCallers(snapshot: Snapshot, host: string, callers: readonly string[]): readonly RuleOfCallers[] {
  const found: { rule: EffectiveDestinationRule | undefined; callers: string[] }[] = [];
  for (const namespace of callers) {
    const rule = destinationRuleFor(snapshot, host, { namespace, labels: {} });
    const known = found.find((entry) => sameParts(entry.rule?.objects ?? [], rule?.objects ?? []));
    if (known === undefined) found.push({ rule, callers: [namespace] });
    else known.callers.push(namespace);
  }
  return found;
}

/** A subset that some caller can use. */
export interface KnownSubset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: DestinationRule;
}

/** The subsets of the rules, each once; those that the first callers meet come first. */
export function subsetsOf(rules: readonly RuleOfCallers[]): readonly KnownSubset[] {
  const found: KnownSubset[] = [];
  for (const { rule } of rules) {
    for (const subset of rule?.subsets ?? []) {
      if (found.some((known) => known.name === subset.name && known.from === subset.from)) continue;
      found.push({ name: subset.name, labels: labelsOf(subset.labels), from: subset.from });
    }
  }
  return found;
}

/** The versions behind a service with what subsets make of them. */
export interface VersionTable {
  readonly groups: readonly VersionGroup[];
  readonly subsets: readonly KnownSubset[];
  readonly versions: readonly ServiceVersion[];
  /** Names of the versions by subset name, as the first callers meet it. */
  readonly versionsOfSubset: ReadonlyMap<string, readonly string[]>;
}

/** Maps existing subsets to versions: one with several is listed with each; one without pods is a version of 0 pods (W2). */
export function versionTable(groups: readonly VersionGroup[], subsets: readonly KnownSubset[]): VersionTable {
  const rows = new Map<string, ServiceVersion>();
  for (const group of groups) {
    rows.set(group.version, {
      version: group.version,
      label: group.label,
      subsets: [],
      workloads: workloadNames(group.members),
      pods: podCounts(group.members),
    });
  }
  const versionsOfSubset = new Map<string, readonly string[]>();
  for (const subset of subsets) {
    const selected = groups.filter((group) =>
      group.members.some((member) => labelsMatch(subset.labels, member.labels)),
    );
    const names = selected.length > 0 ? selected.map((group) => group.version) : [emptyVersion(rows, groups, subset)];
    if (!versionsOfSubset.has(subset.name)) versionsOfSubset.set(subset.name, names);
    for (const name of names) rows.get(name)?.subsets.push({ name: subset.name, object: objectRef(subset.from) });
  }
  return { groups, subsets, versions: [...rows.values()].sort(byVersion), versionsOfSubset };
}

/** The row of a subset that selects nothing: named by its version label, unless that name belongs to a version with pods. */
function emptyVersion(rows: Map<string, ServiceVersion>, groups: readonly VersionGroup[], subset: KnownSubset): string {
  const taken = (name: string) => groups.some((group) => group.version === name);
  const key = SUBSET_KEYS.find((candidate) => (subset.labels[candidate] ?? '') !== '');
  const value = key === undefined ? undefined : subset.labels[key];
  const names = [value, subset.name, `${subset.name} (subset)`].filter((name) => name !== undefined);
  const name = names.find((candidate) => !taken(candidate)) ?? subset.name;
  if (!rows.has(name)) {
    const label = key !== undefined && value === name ? { key, value } : null;
    rows.set(name, { version: name, label, subsets: [], workloads: [], pods: { total: 0, ready: 0 } });
  }
  return name;
}

const byVersion = (a: ServiceVersion, b: ServiceVersion): number =>
  Number(a.version === UNLABELLED_VERSION) - Number(b.version === UNLABELLED_VERSION) ||
  naturalOrder(a.version, b.version);

/** Whether the subset selects all pods of this version and no others: what a share for one version needs. */
export function selectsExactly(table: VersionTable, subset: KnownSubset, version: string): boolean {
  const own = table.groups.find((group) => group.version === version);
  if (own === undefined) return table.versionsOfSubset.get(subset.name)?.join() === version;
  return table.groups.every((group) =>
    group.members.every((member) => labelsMatch(subset.labels, member.labels) === (group === own)),
  );
}
