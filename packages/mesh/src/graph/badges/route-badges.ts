import type { Badge, Route } from '@weir/shared';
import { isRecord, listOf, recordOf } from '../../resolve/untrusted.ts';
import { rawRoutesOf } from '../../routing/raw-routes.ts';
import { objectWords } from '../../routing/refs.ts';
import { percent } from '../../stats/significant.ts';
import type { GraphContext } from '../graph-context.ts';
import type { ServiceFacts } from '../topology/namespace-topology.ts';

type Spec = Readonly<Record<string, unknown>>;
interface ReadRoute {
  readonly route: Route;
  readonly spec: Spec;
}

/** What the routes in force do to a service's traffic. Weights that leave all to one destination shift nothing. */
export function routeBadges(context: GraphContext, facts: ServiceFacts, routes: readonly Route[]): readonly Badge[] {
  if (routes.length === 0) return [];
  const read = routes.map((route): ReadRoute => ({ route, spec: specOf(context, route) }));
  const objects = [...new Set(routes.map((route) => objectWords(route.object)))].sort();
  const badges: Badge[] = [{ kind: 'virtual-service', detail: `${objects.join(', ')} routes ${facts.name}.` }];
  const add = (kind: Badge['kind'], details: readonly string[]): void => {
    if (details.length > 0) badges.push({ kind, detail: `${[...new Set(details)].join('; ')}.` });
  };
  add('traffic-shifting', read.filter(isShifting).map(shifting));
  add(
    'request-routing',
    read.filter(({ route }) => !route.match.isDefault).map(({ route }) => route.match.words),
  );
  add('mirroring', read.filter(({ spec }) => mirrorsOf(spec).length > 0).map(mirroring));
  add(
    'fault-injection',
    read.flatMap(({ spec }) => faults(spec)),
  );
  add(
    'timeout',
    read.flatMap(({ spec }) => (typeof spec.timeout === 'string' ? [`Timeout ${spec.timeout}`] : [])),
  );
  add(
    'retries',
    read.flatMap(({ spec }) => retries(spec)),
  );
  return badges;
}

function specOf(context: GraphContext, route: Route): Spec {
  const object = context.snapshot.slices.get(route.object.namespace)?.virtualservices.get(route.object.name);
  return object === undefined ? {} : (rawRoutesOf(object).find((raw) => raw.path === route.path)?.spec ?? {});
}

const isShifting = ({ route }: ReadRoute): boolean =>
  route.destinations.filter((destination) => destination.share > 0).length > 1;

const shifting = ({ route }: ReadRoute): string =>
  route.destinations
    .map(({ share, subset, versions, host }) => `${percent(share)} ${versions.join('+') || subset || host}`)
    .join(', ');

const mirrorsOf = (spec: Spec): readonly Spec[] =>
  [spec.mirror, ...listOf(spec.mirrors).map((mirror) => recordOf(mirror).destination)].filter(isRecord);

const mirroring = ({ spec }: ReadRoute): string =>
  `Mirrored to ${mirrorsOf(spec)
    .map(({ host, subset }) => (subset === undefined ? String(host) : `${String(host)} ${String(subset)}`))
    .join(', ')}`;

/** Without a percentage Istio injects nothing (research/istio-kubernetes.md 2.6). */
function faults(spec: Spec): readonly string[] {
  const fault = recordOf(spec.fault);
  const share = (part: Spec): number | undefined => {
    const value = recordOf(part.percentage).value;
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const delay = recordOf(fault.delay);
  const abort = recordOf(fault.abort);
  const [delayed, aborted] = [share(delay), share(abort)];
  return [
    ...(delayed === undefined ? [] : [`${delayed} % delayed by ${String(delay.fixedDelay)}`]),
    ...(aborted === undefined ? [] : [`${aborted} % aborted with ${String(abort.httpStatus ?? abort.grpcStatus)}`]),
  ];
}

function retries(spec: Spec): readonly string[] {
  if (!isRecord(spec.retries)) return [];
  const attempts = typeof spec.retries.attempts === 'number' ? spec.retries.attempts : 0;
  if (attempts === 0) return ['Retries are turned off'];
  return [`Up to ${attempts} ${attempts === 1 ? 'retry' : 'retries'}`];
}
