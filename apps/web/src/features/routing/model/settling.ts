import type { Graph } from '@weir/shared';
import { formatAge, formatCount, formatRate, formatShare } from '../../../lib/format.ts';
import type { EditorRow } from './editor-rows.ts';
import { requestsForMargin, shareInterval } from './interval.ts';
import { type ObservedVersion, observedVersions } from './observed.ts';
import { totalOf } from './shares.ts';

/** The shortest window that the API answers. */
export const SHORTEST_WINDOW_SECONDS = 10;
const LONGEST_WINDOW_SECONDS = 3600;
/** Under this many requests there is no verdict (G4). */
export const TOO_FEW = 30;
/** The share counts as known when its interval is this narrow (0..1). */
const MARGIN = 0.03;
/** How old the newest samples may be where the source does not say. */
const USUAL_LAG_MS = 2000;
/** Until then a difference is most likely the proxies taking over the new weights. */
const PATIENCE_MS = 60_000;

/** How old the newest samples may be: they are read this often. */
export function sampleLagMs(graph: Graph | undefined): number {
  const source = graph?.sources.find(({ name }) => name === 'telemetry');
  return Math.min(60_000, source?.intervalMs ?? USUAL_LAG_MS);
}

/** The window to ask for, so that it begins after the change; the shortest one right after it. */
export const windowSince = (elapsedMs: number, lagMs: number): number =>
  Math.min(LONGEST_WINDOW_SECONDS, Math.max(SHORTEST_WINDOW_SECONDS, Math.floor((elapsedMs - lagMs) / 1000)));

/** Milliseconds after the change from which a window can hold nothing older. */
export const countsFromMs = (lagMs: number): number => 1000 * SHORTEST_WINDOW_SECONDS + lagMs;

/** One answer since the change. `clean`: no request in it is older than the change. */
export interface Look {
  readonly atMs: number;
  readonly clean: boolean;
  readonly requests: number;
  readonly perSecond: number;
  readonly versions: ReadonlyMap<string, ObservedVersion>;
}

/** What an answer says. Durations are of the browser's clock alone: the server's may differ. */
export function lookAt(
  graph: Graph,
  service: { readonly namespace: string; readonly name: string },
  atMs: number,
  appliedAtMs: number,
): Look {
  const versions = observedVersions(graph, service.namespace, service.name);
  const seen = [...versions.values()];
  return {
    atMs,
    clean: atMs - appliedAtMs - sampleLagMs(graph) >= 1000 * graph.windowSeconds,
    requests: seen.reduce((sum, version) => sum + version.requests, 0),
    perSecond: seen.reduce((sum, version) => sum + version.perSecond, 0),
    versions,
  };
}

/** The row whose share changed most: the one to watch. Of equal ones that with the smaller share. */
export function watchedRow(rows: readonly EditorRow[]): EditorRow | undefined {
  const total = totalOf(rows);
  const change = (row: EditorRow) => Math.abs((total === 0 ? 0 : row.weight / total) - row.shareNow);
  const named = rows.filter((row) => row.version !== undefined);
  // Rounded, so that 90 to 10 and 10 to 90 are the same amount.
  return [...named].sort((a, b) => Math.round(1e6 * (change(b) - change(a))) || a.weight - b.weight)[0] ?? rows[0];
}

/** The watched version's part of the requests, with its 95 % interval. Shares 0..1. */
export interface SharePoint {
  readonly atMs: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** A look as a point of the chart; undefined where nothing was counted. */
export function pointOf(look: Look, version: string | undefined): SharePoint | undefined {
  if (!look.clean || look.requests === 0 || version === undefined) return undefined;
  const share = look.versions.get(version)?.share ?? 0;
  return { atMs: look.atMs, share, ...shareInterval(Math.round(share * look.requests), look.requests) };
}

/** What can be said of the split so far. */
export interface Verdict {
  readonly words: string;
  /** What is still needed, as a sentence; undefined when the share is known well enough. */
  readonly more?: string;
  /** Requests counted, and needed until the share is known to ±3 points. */
  readonly counted: number;
  /** Undefined where no number of requests would bring a verdict. */
  readonly needed: number | undefined;
  readonly settled: boolean;
}

export interface VerdictInput {
  readonly look: Look | undefined;
  readonly row: EditorRow;
  /** 0..1 */
  readonly setShare: number;
  readonly elapsedMs: number;
  /** Why the observed split cannot be held against the set one (G4); undefined when it can. */
  readonly notComparable: string | undefined;
}

/** The verdict on a look that holds nothing older than the change. */
export function settlingVerdict({ look, row, setShare, elapsedMs, notComparable }: VerdictInput): Verdict {
  const needed = Math.max(TOO_FEW, requestsForMargin(setShare, MARGIN));
  const counted = look?.requests ?? 0;
  const open = { counted, needed, settled: false };
  const point = look === undefined ? undefined : pointOf(look, row.version);
  if (look === undefined || point === undefined)
    return { ...open, words: 'No request has been seen since the change.' };
  const hits = `${formatCount(Math.round(point.share * counted))} of ${formatCount(counted)}`;
  if (notComparable !== undefined) {
    return { ...open, needed: undefined, words: `${row.label} has ${hits} requests so far. ${notComparable}` };
  }
  if (counted < TOO_FEW) {
    return { ...open, words: `${row.label} has ${hits} requests so far. Under ${TOO_FEW} there is no verdict.` };
  }
  const agrees = setShare >= point.low && setShare <= point.high;
  const range = `${row.label} has ${hits}, which stands for ${formatShare(point.low)} to ${formatShare(point.high)}.`;
  const words = agrees
    ? `${range} This agrees with ${formatShare(setShare)}.`
    : `${range} Set is ${formatShare(setShare)}. ${elapsedMs < PATIENCE_MS ? 'Proxies may still be taking over the new weights.' : 'Look whether all callers go through a sidecar, and whether another route decides.'}`;
  if (counted >= needed) return { ...open, words, settled: agrees };
  return { ...open, words, more: moreWords(needed - counted, look.perSecond) };
}

function moreWords(missing: number, perSecond: number): string {
  const soon = perSecond > 0 ? `, roughly ${formatAge((1000 * missing) / perSecond)} at ${formatRate(perSecond)}` : '';
  return `About ${formatCount(missing)} more requests until the share is known to ±3 points${soon}.`;
}

/** Why set and observed cannot be compared behind this service, as the graph says it (G4). */
export function notComparableReason(graph: Graph | undefined, edges: ReadonlyMap<string, string>): string | undefined {
  const ids = new Set(edges.values());
  return graph?.edges.find((edge) => ids.has(edge.id) && edge.drift?.state === 'not-comparable')?.drift?.reason;
}
