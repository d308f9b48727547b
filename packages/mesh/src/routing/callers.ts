import type { Snapshot } from '../snapshot/snapshot.ts';
import { recordOf, textsOf } from './json.ts';
import { rawRoutesOf } from './raw-routes.ts';
import { namespaceOf, type RelevantObjects } from './route-index.ts';

/**
 * Namespaces that stand for all callers of a service: those that can see its routing in a way of their own (they hold,
 * or are named by, an object that concerns it, or hold a Sidecar), the service's own first, and one for all the rest.
 */
export function representativeCallers(
  snapshot: Snapshot,
  serviceNamespace: string,
  relevant: RelevantObjects,
): readonly string[] {
  const special = new Set([serviceNamespace]);
  for (const object of [...relevant.virtualServices, ...relevant.destinationRules]) {
    special.add(namespaceOf(object));
    for (const target of textsOf(recordOf(object.spec).exportTo)) if (snapshot.slices.has(target)) special.add(target);
  }
  for (const object of relevant.virtualServices) {
    for (const { matches } of rawRoutesOf(object)) {
      for (const { sourceNamespace } of matches) {
        if (typeof sourceNamespace === 'string' && snapshot.slices.has(sourceNamespace)) special.add(sourceNamespace);
      }
    }
  }
  if (snapshot.slices.has(snapshot.mesh.rootNamespace)) special.add(snapshot.mesh.rootNamespace);
  for (const namespace of namespacesWithSidecars(snapshot)) special.add(namespace);
  const other = [...snapshot.slices.keys()].find((name) => !special.has(name));
  return other === undefined ? [...special] : [...special, other];
}

/** Every namespace of the snapshot, the service's own first, then by name. */
export function allCallers(snapshot: Snapshot, serviceNamespace: string): readonly string[] {
  const others = [...snapshot.slices.keys()].filter((name) => name !== serviceNamespace).sort();
  return [serviceNamespace, ...others];
}

const withSidecars = new WeakMap<Snapshot, readonly string[]>();

function namespacesWithSidecars(snapshot: Snapshot): readonly string[] {
  const known = withSidecars.get(snapshot);
  if (known !== undefined) return known;
  const names = [...snapshot.slices.values()].filter((slice) => slice.sidecars.size > 0).map((slice) => slice.name);
  withSidecars.set(snapshot, names);
  return names;
}
