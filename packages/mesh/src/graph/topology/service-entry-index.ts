import { createHostIndex, type HostIndex } from '../../resolve/host-index.ts';
import { recordOf, textsOf } from '../../resolve/untrusted.ts';
import type { ServiceEntry } from '../../resources/istio.ts';
import { recentMemo } from '../../snapshot/recent-memo.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

export interface ServiceEntryFacts {
  readonly entry: ServiceEntry;
  readonly namespace: string;
}

const indexOf: (snapshot: Snapshot) => HostIndex<ServiceEntryFacts> = recentMemo(buildIndex, (snapshot) =>
  [...snapshot.slices.values()].map((slice) => slice.serviceentries),
);

function buildIndex(snapshot: Snapshot): HostIndex<ServiceEntryFacts> {
  const index = createHostIndex<ServiceEntryFacts>();
  for (const namespace of [...snapshot.slices.keys()].sort()) {
    const entries = snapshot.slices.get(namespace)?.serviceentries ?? new Map<string, ServiceEntry>();
    for (const name of [...entries.keys()].sort()) {
      const entry = entries.get(name);
      if (entry === undefined) continue;
      for (const host of new Set(textsOf(recordOf(entry.spec).hosts))) {
        index.add(host.toLowerCase(), { entry, namespace });
      }
    }
  }
  return index;
}

/**
 * The ServiceEntry that a host belongs to: of that name, else of the most specific wildcard. Of several, the one in the
 * first of the preferred namespaces, else the first by namespace and name.
 */
export function serviceEntryFor(
  snapshot: Snapshot,
  host: string,
  preferred: readonly string[],
): ServiceEntryFacts | undefined {
  const index = indexOf(snapshot);
  const lower = host.toLowerCase();
  const exact = index.exact(lower);
  const found = exact.length > 0 ? exact : (index.wildcardsOver(lower)[0]?.values ?? []);
  for (const namespace of preferred) {
    const own = found.find((facts) => facts.namespace === namespace);
    if (own !== undefined) return own;
  }
  return found[0];
}
