import type { Snapshot } from '../snapshot/snapshot.ts';
import { recordOf, textsOf } from './json.ts';
import { rawRoutesOf } from './raw-routes.ts';
import { namespaceOf, type RelevantObjects } from './route-index.ts';

/** Namespaces that stand for all callers of a service, its own first. */
export interface RepresentativeCallers {
  /** Those that can meet rules of their own: they hold, or are named by, an object that concerns the service; and another. */
  readonly forRules: readonly string[];
  /** The same, then those whose Sidecars may let them see what others do not. */
  readonly forRoutes: readonly string[];
}

/** Who must be asked to know what any caller meets. Few, however many namespaces there are. */
export function representativeCallers(
  snapshot: Snapshot,
  serviceNamespace: string,
  relevant: RelevantObjects,
): RepresentativeCallers {
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
  const limited = namespacesWithSidecars(snapshot);
  const others = [...snapshot.slices.keys()].filter((name) => !special.has(name)).sort();
  const other = others.find((name) => !limited.includes(name)) ?? others[0];
  if (other !== undefined) special.add(other);
  return { forRules: [...special], forRoutes: [...new Set([...special, ...limited])] };
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
