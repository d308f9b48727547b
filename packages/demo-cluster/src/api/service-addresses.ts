import { objectAt, textAt } from '../json.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** A cluster address (10.96.0.0/12) that no Service has yet. */
export function freeServiceAddress(store: ObjectStore): string {
  const services = kindOf('services', '');
  const taken = new Set(
    services === undefined ? [] : store.list(services).map((service) => textAt(objectAt(service, 'spec'), 'clusterIP')),
  );
  for (;;) {
    const octet = (from: number, to: number): number => from + Math.floor(store.random() * (to - from + 1));
    const address = `10.${octet(96, 111)}.${octet(0, 255)}.${octet(1, 254)}`;
    if (!taken.has(address)) return address;
  }
}
