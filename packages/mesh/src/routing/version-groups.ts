import type { Controller, Pod, Service } from '../resources/core.ts';
import { createLabelIndex, type LabelIndex } from '../snapshot/label-index.ts';
import { DEFAULT_LABEL_NAMES, type LabelNames, versionOf } from '../snapshot/labels.ts';
import { podsOfService } from '../snapshot/service-pods.ts';
import type { NamespaceSlice } from '../snapshot/snapshot.ts';
import { isPodReady, workloadOf } from '../snapshot/workloads.ts';
import { naturalOrder, recordOf } from './json.ts';

type Labels = Readonly<Record<string, string>>;

/** A pod behind a service, or the template of a workload behind it that has no pod now. */
export interface Member {
  readonly labels: Labels;
  readonly workload: string;
  readonly pod?: Pod;
}

/** Members of one version. `label` is what a new subset would select; null when no label separates them (W2). */
export interface VersionGroup {
  readonly version: string;
  readonly label: { readonly key: string; readonly value: string } | null;
  readonly members: readonly Member[];
}

/** What pods without any version label are listed under. */
export const UNLABELLED_VERSION = 'no version label';

/** W2: the keys a new subset's label is taken from, in this order; then those that are configured. */
export const SUBSET_KEYS = ['version', 'app.kubernetes.io/version', 'service.istio.io/canonical-revision'] as const;

/** The members behind a service: its pods, and workloads whose template its selector matches although they have no pod now. */
export function membersOf(slice: NamespaceSlice, service: Service): readonly Member[] {
  const pods = podsOfService(slice, service);
  const members: Member[] = pods.map((pod) => ({
    labels: pod.metadata.labels ?? {},
    workload: workloadOf(pod).name,
    pod,
  }));
  const present = new Set(members.map((member) => member.workload));
  const selector = service.spec?.selector ?? {};
  if (Object.keys(selector).length === 0) return members;
  for (const controller of controllersOf(slice).matching(selector)) {
    const name = controller.metadata.name;
    if (!present.has(name)) members.push({ labels: templateLabels(controller), workload: name });
  }
  return members;
}

const controllers = new WeakMap<NamespaceSlice, LabelIndex<Controller>>();

/**
 * What makes pods in a namespace, by name and by the labels of its template; ReplicaSets only where nothing owns them.
 * Memoised by the slice.
 */
function controllersOf(slice: NamespaceSlice): LabelIndex<Controller> {
  const known = controllers.get(slice);
  if (known !== undefined) return known;
  const replicaSets = [...slice.replicasets.values()].filter(
    (set) => !(set.metadata.ownerReferences ?? []).some((owner) => owner.controller === true),
  );
  const owners = [slice.deployments, slice.statefulsets, slice.daemonsets].flatMap((all) => [...all.values()]);
  const found = [...owners, ...replicaSets].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const index = createLabelIndex(found, templateLabels);
  controllers.set(slice, index);
  return index;
}

const templateLabels = (controller: Controller): Labels =>
  recordOf(controller.spec?.template?.metadata?.labels) as Labels;

/**
 * The versions behind a service, in natural order, pods without a version label last. Grouped by the canonical version
 * label; where that is the same everywhere (charts write their own version there), by the first subset key that differs.
 */
export function groupVersions(
  members: readonly Member[],
  labelNames: LabelNames = DEFAULT_LABEL_NAMES,
): readonly VersionGroup[] {
  const keys = [...new Set([...SUBSET_KEYS, ...labelNames.version])];
  const canonical = groupBy(members, (member) => versionOf(member.labels, labelNames));
  const groups = canonical.size > 1 ? canonical : (groupedByOtherKey(members, keys) ?? canonical);
  const named = [...groups].filter((entry): entry is [string, Member[]] => entry[0] !== undefined);
  const unlabelled = groups.get(undefined) ?? [];
  const shared = keys.find((key) => named.every(([, own]) => separates(key, own, members)));
  const result = named
    .sort(([a], [b]) => naturalOrder(a, b))
    .map(([version, own]): VersionGroup => ({ version, label: labelFor(own, members, keys, shared), members: own }));
  if (unlabelled.length > 0) result.push({ version: UNLABELLED_VERSION, label: null, members: unlabelled });
  return result;
}

function groupBy(
  members: readonly Member[],
  key: (member: Member) => string | undefined,
): Map<string | undefined, Member[]> {
  const groups = new Map<string | undefined, Member[]>();
  for (const member of members) {
    const value = key(member);
    const group = groups.get(value) ?? [];
    group.push(member);
    groups.set(value, group);
  }
  return groups;
}

function groupedByOtherKey(
  members: readonly Member[],
  keys: readonly string[],
): Map<string | undefined, Member[]> | undefined {
  for (const key of keys) {
    const groups = groupBy(members, (member) => member.labels[key] || undefined);
    if (groups.size > 1 && !groups.has(undefined)) return groups;
  }
  return undefined;
}

/** Whether all of the group carry one value under the key that nobody outside it carries. */
function separates(key: string, group: readonly Member[], all: readonly Member[]): boolean {
  const value = group[0]?.labels[key];
  if (value === undefined || value === '') return false;
  const own = new Set(group);
  return all.every((member) => (member.labels[key] === value) === own.has(member));
}

function labelFor(
  group: readonly Member[],
  all: readonly Member[],
  keys: readonly string[],
  shared: string | undefined,
): { key: string; value: string } | null {
  const key = shared ?? keys.find((candidate) => separates(candidate, group, all));
  const value = key === undefined ? undefined : group[0]?.labels[key];
  return key === undefined || value === undefined ? null : { key, value };
}

/** Total and ready pods of members; templates count as none. */
export function podCounts(members: readonly Member[]): { total: number; ready: number } {
  const pods = members.flatMap((member) => (member.pod === undefined ? [] : [member.pod]));
  return { total: pods.length, ready: pods.filter(isPodReady).length };
}

/** The names of the workloads, each once, in natural order. */
export const workloadNames = (members: readonly Member[]): string[] =>
  [...new Set(members.map((member) => member.workload))].sort(naturalOrder);
