import { labelsOf, listOf, recordOf, textsOf } from '../../resolve/untrusted.ts';
import type { Gateway } from '../../resources/istio.ts';
import { labelsMatch } from '../../snapshot/labels.ts';
import { recentMemo } from '../../snapshot/recent-memo.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Labels } from './workload-facts.ts';

/** A Gateway object that configures proxies. */
export interface GatewayFacts {
  readonly object: Gateway;
  /** `<namespace>/<name>`, as VirtualServices name it. */
  readonly key: string;
  readonly selector: Labels;
  /** Of its servers, as written: `shop.example.com`, `*`, `bookinfo/*.example.com`. */
  readonly hosts: readonly string[];
}

/** All Gateway objects that select something, by key. */
export type GatewayIndex = ReadonlyMap<string, GatewayFacts>;

/** The Gateway objects of a snapshot. Those without a selector would select every proxy there is and tell nothing. */
export const gatewayIndexOf: (snapshot: Snapshot) => GatewayIndex = recentMemo(buildIndex, (snapshot) =>
  [...snapshot.slices.values()].map((slice) => slice.gateways),
);

function buildIndex(snapshot: Snapshot): GatewayIndex {
  const index = new Map<string, GatewayFacts>();
  for (const slice of snapshot.slices.values()) {
    for (const object of slice.gateways.values()) {
      const spec = recordOf(object.spec);
      const selector = labelsOf(spec.selector);
      if (Object.keys(selector).length === 0) continue;
      const key = `${slice.name}/${object.metadata.name}`;
      const hosts = listOf(spec.servers).flatMap((server) => textsOf(recordOf(server).hosts));
      index.set(key, { object, key, selector, hosts: [...new Set(hosts)].sort() });
    }
  }
  return new Map([...index].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The Gateway objects that configure pods with these labels, by key. Istio lets a selector reach into every namespace. */
export const gatewaysSelecting = (index: GatewayIndex, labels: Labels): readonly GatewayFacts[] =>
  [...index.values()].filter((gateway) => labelsMatch(gateway.selector, labels));
