import type { VirtualService } from '../resources/istio.ts';
import { isRecord, type JsonRecord, listOf, recordOf, textOf, wholeOf } from './json.ts';

export type RouteProtocol = 'http' | 'tcp' | 'tls';
const PROTOCOLS: readonly RouteProtocol[] = ['http', 'tcp', 'tls'];

/** One destination of a route, as written. */
export interface RawDestination {
  /** JSON pointer within the VirtualService, as `/spec/http/0/route/1`. */
  readonly path: string;
  readonly entry: JsonRecord;
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** Null when the field is absent. */
  readonly weight: number | null;
}

/** One route of a VirtualService, as written. */
export interface RawRoute {
  readonly protocol: RouteProtocol;
  readonly index: number;
  /** JSON pointer, as `/spec/http/0`. */
  readonly path: string;
  readonly spec: JsonRecord;
  readonly matches: readonly JsonRecord[];
  readonly destinations: readonly RawDestination[];
  /** What keeps it from being understood, as a sentence; undefined when it is well formed. */
  readonly malformed?: string;
}

const cache = new WeakMap<VirtualService, readonly RawRoute[]>();

/** All routes of a VirtualService in the order of its fields, however malformed it is. Memoised by identity. */
export function rawRoutesOf(object: VirtualService): readonly RawRoute[] {
  const known = cache.get(object);
  if (known !== undefined) return known;
  const spec = recordOf(object.spec);
  const routes = PROTOCOLS.flatMap((protocol) =>
    listOf(spec[protocol]).map((route, index) => readRoute(protocol, index, route)),
  );
  cache.set(object, routes);
  return routes;
}

function readRoute(protocol: RouteProtocol, index: number, value: unknown): RawRoute {
  const spec = recordOf(value);
  const path = `/spec/${protocol}/${index}`;
  const entries = listOf(spec.route);
  const problems = entries.flatMap((entry, at) => problemOf(entry, `${path}/route/${at}`));
  if (!isRecord(value)) problems.unshift(`${path} is not an object.`);
  if (spec.route !== undefined && spec.route !== null && !Array.isArray(spec.route)) {
    problems.unshift(`${path}/route is not a list.`);
  }
  return {
    protocol,
    index,
    path,
    spec,
    matches: listOf(spec.match).map(recordOf),
    destinations: entries.map((entry, at) => readDestination(recordOf(entry), `${path}/route/${at}`)),
    ...(problems[0] === undefined ? {} : { malformed: problems[0] }),
  };
}

function problemOf(entry: unknown, path: string): string[] {
  if (!isRecord(entry)) return [`${path} is not an object.`];
  if (textOf(recordOf(entry.destination).host) === undefined) return [`${path} names no destination host.`];
  const weight = entry.weight;
  if (weight !== undefined && weight !== null && (wholeOf(weight) === undefined || Number(weight) < 0)) {
    return [`${path}/weight is not a whole number of 0 or more.`];
  }
  return [];
}

function readDestination(entry: JsonRecord, path: string): RawDestination {
  const destination = recordOf(entry.destination);
  const subset = textOf(destination.subset);
  const port = wholeOf(recordOf(destination.port).number);
  return {
    path,
    entry,
    host: textOf(destination.host) ?? '',
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined || port === 0 ? {} : { port }),
    weight: wholeOf(entry.weight) ?? null,
  };
}
