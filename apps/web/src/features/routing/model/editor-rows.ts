import type { Route, RouteDestination, ServiceRouting, ServiceVersion } from '@weir/shared';
import { rescale, type ShareRow } from './shares.ts';

/** One row of the dialog: a destination of the route, or a version that could become one. */
export interface EditorRow extends ShareRow {
  /** The version's name, the subset's when it selects several, or the host when it is another service. */
  readonly label: string;
  /** What stands under the name, as "subset safe-group". */
  readonly detail: string;
  /** JSON pointer of the existing destination; undefined for a version that is not a destination yet. */
  readonly path: string | undefined;
  readonly version: string | undefined;
  readonly pods: { readonly ready: number; readonly total: number };
  /** Share 0..1 that is set now (expected by pods where nothing is set). */
  readonly shareNow: number;
}

/** Whether calls within the mesh have no route yet: then one can be created (W6), also where a gateway has routes of its own. */
export const lacksMeshRoute = (routing: ServiceRouting): boolean =>
  !routing.routes.some((route) => route.effective && 'mesh' in route.scope && route.destinations.length > 0);

/**
 * The route that a dialog opens on: the effective mesh route that takes a request without special headers (W4).
 * Undefined where the mesh has none: the dialog then opens on creating it.
 */
export function defaultRoute(routing: ServiceRouting): Route | undefined {
  const mesh = routing.routes.filter(
    (route) => route.effective && route.destinations.length > 0 && 'mesh' in route.scope,
  );
  return mesh.find((route) => route.match.isDefault) ?? mesh[0];
}

/** The rows of a route, or those of creating one where `route` is undefined. */
export const rowsOf = (routing: ServiceRouting, route: Route | undefined): readonly EditorRow[] =>
  route === undefined ? rowsWithoutRoute(routing) : rowsOfRoute(routing, route);

/** The same rows with the weights of others, by place. Rows that stay the same keep their identity. */
export const withWeights = (rows: readonly EditorRow[], shares: readonly ShareRow[]): readonly EditorRow[] =>
  rows.map((row, index) => {
    const share = shares[index];
    return share === undefined || share.weight === row.weight ? row : { ...row, weight: share.weight };
  });

/** The same proportions in another total. */
export const rescaleRows = (rows: readonly EditorRow[], total: number): readonly EditorRow[] =>
  withWeights(rows, rescale(rows, total));

function rowsOfRoute(routing: ServiceRouting, route: Route): readonly EditorRow[] {
  const known = new Map(routing.versions.map((version) => [version.version, version]));
  const single = route.destinations.length === 1;
  const existing = route.destinations.map((destination) => rowOfDestination(destination, single, known));
  const covered = new Set(
    route.destinations.filter((item) => item.versions.length === 1).flatMap((item) => item.versions),
  );
  const addable = routing.versions.filter((version) => version.label !== null && !covered.has(version.version));
  return [...existing, ...addable.map((version) => rowOfVersion(version, 0, 0))];
}

/** A route's only destination has everything, whatever weight is written. */
function rowOfDestination(
  destination: RouteDestination,
  single: boolean,
  known: ReadonlyMap<string, ServiceVersion>,
): EditorRow {
  const { path, subset, host, versions, weight, share } = destination;
  const one = versions.length === 1 ? versions[0] : undefined;
  return {
    key: path,
    ...namesOf(one, subset, host, versions),
    path,
    version: one,
    weight: single ? 100 : (weight ?? 0),
    locked: false,
    pods: podsOf(versions, known),
    shareNow: share,
  };
}

function namesOf(one: string | undefined, subset: string | undefined, host: string, versions: readonly string[]) {
  if (subset !== undefined) return { label: one ?? subset, detail: subset === one ? '' : `subset ${subset}` };
  if (one !== undefined) return { label: one, detail: '' };
  // A bare host with several versions behind it: its pods share what it gets.
  return versions.length > 1 ? { label: 'all versions', detail: 'like the pods' } : { label: host, detail: '' };
}

function podsOf(versions: readonly string[], known: ReadonlyMap<string, ServiceVersion>) {
  const pods = versions.flatMap((name) => known.get(name)?.pods ?? []);
  return {
    ready: pods.reduce((sum, { ready }) => sum + ready, 0),
    total: pods.reduce((sum, { total }) => sum + total, 0),
  };
}

const rowOfVersion = ({ version, pods }: ServiceVersion, weight: number, shareNow: number): EditorRow => ({
  key: `version:${version}`,
  label: version,
  detail: '',
  path: undefined,
  version,
  weight,
  locked: false,
  pods: { ready: pods.ready, total: pods.total },
  shareNow,
});

/** Where nothing is configured: the versions at the shares that their ready pods get today, the largest first. */
function rowsWithoutRoute(routing: ServiceRouting): readonly EditorRow[] {
  const versions = routing.versions
    .filter((version) => version.label !== null)
    .sort((a, b) => b.pods.ready - a.pods.ready);
  const ready = versions.reduce((sum, version) => sum + version.pods.ready, 0);
  const rows = versions.map((version) =>
    ready === 0 ? rowOfVersion(version, 1, 0) : rowOfVersion(version, version.pods.ready, version.pods.ready / ready),
  );
  return rescaleRows(rows, 100);
}
