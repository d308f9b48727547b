import type { DestinationWeight, PatchOperation, Route } from '@weir/shared';
import type { VirtualService } from '../resources/istio.ts';
import { cloneJson, type JsonRecord, recordOf, sameJson } from './json.ts';
import { isRefusal, type PlanRefusal, refuse } from './plan-types.ts';
import type { RawDestination, RawRoute } from './raw-routes.ts';
import { namespaceOf, qualifiedHost } from './route-index.ts';
import type { ServiceView } from './service-view.ts';
import type { ChosenSubset, SubsetChooser } from './subset-choice.ts';

/** The weights of a change, each at its place: one for every existing destination, and those to be added. */
export interface PlacedWeights {
  /** By JSON pointer of the destination. */
  readonly existing: ReadonlyMap<string, number>;
  readonly added: readonly { readonly subset: ChosenSubset; readonly weight: number }[];
}

/** Where the weights of an intent belong on a route. Refuses what is not unique, unknown, twice or left out. */
export function placeWeights(
  route: Route,
  weights: readonly DestinationWeight[],
  chooser: SubsetChooser,
): PlacedWeights | PlanRefusal {
  const existing = new Map<string, number>();
  const added: { subset: ChosenSubset; weight: number }[] = [];
  for (const item of weights) {
    const found = findDestination(route, item);
    if (isRefusal(found)) return found;
    if (found !== undefined) {
      if (existing.has(found)) return twice(route, `the destination ${found}`);
      existing.set(found, item.weight);
      continue;
    }
    const subset = newSubset(route, item, chooser);
    if (isRefusal(subset)) return subset;
    if (added.some((other) => other.subset.name === subset.name)) return twice(route, `the subset ${subset.name}`);
    added.push({ subset, weight: item.weight });
  }
  const left = route.destinations.filter((destination) => !existing.has(destination.path));
  if (left.length > 0) return leftOut(route, left);
  return { existing, added };
}

/** The path of the destination that an item names; undefined when the route has no such destination yet. */
function findDestination(route: Route, item: DestinationWeight): string | PlanRefusal | undefined {
  if ('path' in item) {
    if (route.destinations.some((destination) => destination.path === item.path)) return item.path;
    return refuse(
      'invalid-request',
      `${item.path} is not a destination of the route ${route.id}.`,
      `Name one of: ${route.destinations.map((destination) => destination.path).join(', ')}.`,
    );
  }
  const found = matching(route, item);
  if (found.length > 1) {
    const name = 'subset' in item ? `subset ${item.subset}` : `version ${item.version}`;
    return refuse(
      'ambiguous-destination',
      `The ${name} stands for several destinations of the route: ${found.join(', ')}.`,
      'Name each destination by its path.',
    );
  }
  return found[0];
}

function matching(route: Route, item: { subset: string } | { version: string }): string[] {
  const bySubset = (name: string) => route.destinations.filter((destination) => destination.subset === name);
  if ('subset' in item) return bySubset(item.subset).map((destination) => destination.path);
  const exact = route.destinations.filter(({ versions }) => versions.length === 1 && versions[0] === item.version);
  // A subset of several versions goes by its own name (contract of ServiceVersion).
  const named = exact.length > 0 ? exact : bySubset(item.version).filter(({ versions }) => versions.length !== 1);
  return named.map((destination) => destination.path);
}

function newSubset(route: Route, item: DestinationWeight, chooser: SubsetChooser): ChosenSubset | PlanRefusal {
  if ('path' in item) throw new Error('A path always names an existing destination');
  const subset = 'subset' in item ? chooser.forName(item.subset) : chooser.forVersion(item.version);
  if (isRefusal(subset) || !route.destinations.some((destination) => destination.subset === subset.name)) return subset;
  // The subset is there already, but selects more, or something else, for the callers that were looked at.
  return refuse(
    'ambiguous-destination',
    `The route already leads to the subset ${subset.name}, which does not stand for one version alone.`,
    'Name that destination by its path.',
  );
}

const twice = (route: Route, what: string): PlanRefusal =>
  refuse(
    'ambiguous-destination',
    `The change names ${what} of the route ${route.id} twice.`,
    'Give each destination one weight.',
  );

function leftOut(route: Route, left: Route['destinations']): PlanRefusal {
  const names = left.map(({ path, host, subset }) => `${path} (${subset ?? host})`).join(', ');
  return refuse(
    'invalid-request',
    `The change of the route ${route.id} leaves out the destination ${names}.`,
    'List every destination of the route; weight 0 keeps it without traffic.',
  );
}

/** The operations that give the route its weights, exactly those that change something, and what is to be said of them. */
export function weightOperations(
  view: ServiceView,
  object: VirtualService,
  raw: RawRoute,
  placed: PlacedWeights,
): { readonly operations: PatchOperation[]; readonly notes: string[] } {
  const after = raw.destinations.length + placed.added.length;
  const operations: PatchOperation[] = [];
  for (const destination of raw.destinations) {
    const weight = placed.existing.get(destination.path) ?? 0;
    if (needsWriting(destination, weight, raw.destinations.length, after)) {
      operations.push({ op: 'add', path: `${destination.path}/weight`, value: weight });
    }
  }
  if (placed.added.length === 0) return { operations, notes: [] };
  const template = templateFor(view, object, raw);
  for (const { subset, weight } of placed.added) {
    operations.push({ op: 'add', path: `${raw.path}/route/-`, value: entryFor(template.entry, subset.name, weight) });
  }
  return { operations, notes: template.notes };
}

function needsWriting({ weight: written }: RawDestination, weight: number, before: number, after: number): boolean {
  if (written !== null) return written !== weight;
  // An omitted weight is everything on a single destination and 0 among several.
  return before > 1 ? weight !== 0 : after > 1;
}

/** What an added destination is cloned from: a sibling that leads to this service, with its host style, port and headers. */
function templateFor(view: ServiceView, object: VirtualService, raw: RawRoute): { entry: JsonRecord; notes: string[] } {
  const { domain } = view.snapshot.mesh;
  const siblings = raw.destinations.filter(
    ({ host }) => qualifiedHost(host, namespaceOf(object), domain) === view.host,
  );
  const [first] = siblings;
  if (first === undefined) return { entry: { destination: { host: view.host, ...portFor(view, raw) } }, notes: [] };
  const extras = siblings.map(({ entry }) => ({ ...entry, destination: null, weight: null }));
  if (extras.every((extra) => sameJson(extra, extras[0]))) return { entry: first.entry, notes: [] };
  return {
    entry: { destination: first.entry.destination },
    notes: [
      `The destinations of ${raw.path} differ in their header rules; an added destination gets none. Edit the YAML if it needs some.`,
    ],
  };
}

function portFor(view: ServiceView, raw: RawRoute): JsonRecord {
  const port = raw.destinations.find((destination) => destination.port !== undefined)?.port;
  const known = (view.service.spec?.ports ?? []).some((candidate) => candidate.port === port);
  return port !== undefined && known ? { port: { number: port } } : {};
}

function entryFor(template: JsonRecord, subset: string, weight: number): JsonRecord {
  const { weight: _, ...entry } = cloneJson(template);
  return { ...entry, destination: { ...recordOf(entry.destination), subset }, weight };
}
