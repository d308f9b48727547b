import type { Pod, Service } from '../../resources/core.ts';
import { DEFAULT_LABEL_NAMES, type LabelNames, labelsMatch } from '../../snapshot/labels.ts';
import type { NamespaceSlice } from '../../snapshot/snapshot.ts';
import { isPodReady } from '../../snapshot/workloads.ts';
import { type WorkloadFacts, workloadsOf } from './workload-facts.ts';

/** A workload behind a service, with those of its pods that the selector matches. */
export interface ServiceMember {
  readonly workload: WorkloadFacts;
  readonly pods: readonly Pod[];
  readonly readyPods: readonly Pod[];
}

export interface ServiceFacts {
  readonly service: Service;
  readonly namespace: string;
  readonly name: string;
  /** By workload name; also workloads whose template matches while they have no pod. */
  readonly members: readonly ServiceMember[];
}

/** What stands in one namespace. */
export interface NamespaceTopology {
  readonly namespace: string;
  readonly workloads: ReadonlyMap<string, WorkloadFacts>;
  readonly services: ReadonlyMap<string, ServiceFacts>;
  /** Services in front of a workload, by workload name; by service name. */
  readonly servicesOf: ReadonlyMap<string, readonly ServiceFacts[]>;
}

const cache = new WeakMap<NamespaceSlice, WeakMap<LabelNames, NamespaceTopology>>();

/** The topology of a namespace. Memoised by the slice's identity: an event elsewhere costs nothing here. */
export function topologyOf(slice: NamespaceSlice, labelNames: LabelNames = DEFAULT_LABEL_NAMES): NamespaceTopology {
  const bySlice = cache.get(slice) ?? new WeakMap<LabelNames, NamespaceTopology>();
  cache.set(slice, bySlice);
  const known = bySlice.get(labelNames);
  if (known !== undefined) return known;
  const made = build(slice, labelNames);
  bySlice.set(labelNames, made);
  return made;
}

function build(slice: NamespaceSlice, labelNames: LabelNames): NamespaceTopology {
  const workloads = workloadsOf(slice, labelNames);
  const byLabel = indexByLabel(workloads.values());
  const services = new Map<string, ServiceFacts>();
  const servicesOf = new Map<string, ServiceFacts[]>();
  for (const name of [...slice.services.keys()].sort()) {
    const service = slice.services.get(name);
    if (service === undefined) continue;
    const facts = { service, namespace: slice.name, name, members: membersOf(service, byLabel) };
    services.set(name, facts);
    for (const { workload } of facts.members) {
      const list = servicesOf.get(workload.name) ?? [];
      list.push(facts);
      servicesOf.set(workload.name, list);
    }
  }
  return { namespace: slice.name, workloads, services, servicesOf };
}

/** Workloads by each `key=value` that their template or a pod carries: a selector is looked up, not tried on everything. */
function indexByLabel(workloads: Iterable<WorkloadFacts>): ReadonlyMap<string, readonly WorkloadFacts[]> {
  const index = new Map<string, WorkloadFacts[]>();
  for (const workload of workloads) {
    const pairs = new Set(pairsOf(workload.labels));
    for (const pod of workload.pods) for (const pair of pairsOf(pod.metadata.labels ?? {})) pairs.add(pair);
    for (const pair of pairs) {
      const list = index.get(pair) ?? [];
      list.push(workload);
      index.set(pair, list);
    }
  }
  return index;
}

const pairsOf = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([key, value]) => `${key}=${value}`);

function membersOf(service: Service, byLabel: ReadonlyMap<string, readonly WorkloadFacts[]>): readonly ServiceMember[] {
  const selector = service.spec?.selector ?? {};
  let candidates: readonly WorkloadFacts[] | undefined;
  for (const pair of pairsOf(selector)) {
    const carriers = byLabel.get(pair) ?? [];
    if (candidates === undefined || carriers.length < candidates.length) candidates = carriers;
  }
  return (candidates ?? []).flatMap((workload) => {
    const pods = workload.pods.filter((pod) => labelsMatch(selector, pod.metadata.labels));
    if (pods.length === 0 && (workload.pods.length > 0 || !labelsMatch(selector, workload.labels))) return [];
    return [{ workload, pods, readyPods: pods.filter(isPodReady) }];
  });
}

/**
 * The service that stands for a workload in a service graph: the one named like it or its app, else the one with the most
 * selective selector, else the first by name. A workload behind several services calls once, so it is drawn once.
 */
export function primaryService(topology: NamespaceTopology, workload: WorkloadFacts): ServiceFacts | undefined {
  const services = topology.servicesOf.get(workload.name) ?? [];
  const named = services.find(({ name }) => name === workload.name || name === workload.app);
  if (named !== undefined) return named;
  const selectivity = ({ service }: ServiceFacts): number => Object.keys(service.spec?.selector ?? {}).length;
  return [...services].sort((a, b) => selectivity(b) - selectivity(a) || (a.name < b.name ? -1 : 1))[0];
}
