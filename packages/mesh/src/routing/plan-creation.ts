import type { DestinationWeight } from '@weir/shared';
import { portProtocol } from '../resolve/port-protocol.ts';
import type { VirtualServiceCandidate } from '../resolve/types.ts';
import { resolveVirtualService } from '../resolve/virtual-service-model.ts';
import { virtualServicesFor } from '../resolve/virtual-services.ts';
import { visibilityOf } from '../resolve/visibility.ts';
import type { VirtualService } from '../resources/istio.ts';
import { allCallers } from './callers.ts';
import { isOpen } from './default-route.ts';
import { cloneJson, type JsonRecord, listOf, recordOf, textOf } from './json.ts';
import { freeObjectName } from './plan-subsets.ts';
import { isRefusal, type PlanRefusal, refuse } from './plan-types.ts';
import { type RawRoute, type RouteProtocol, rawRoutesOf } from './raw-routes.ts';
import { objectRef, objectWords } from './refs.ts';
import { namespaceOf, qualifiedHost } from './route-index.ts';
import { portObstacle } from './service-obstacle.ts';
import type { ServiceView } from './service-view.ts';
import type { ChosenSubset, SubsetChooser } from './subset-choice.ts';

/** A VirtualService that does not exist yet, and what its routes lead to. */
export interface CreationPlan {
  readonly object: VirtualService;
  readonly subsets: readonly ChosenSubset[];
  readonly notes: readonly string[];
}

type Target = { readonly subset: ChosenSubset; readonly weight: number };

/** W6: the VirtualService that splits a service without one. Refuses where one is in force already. */
export function planCreation(
  view: ServiceView,
  weights: readonly DestinationWeight[],
  chooser: SubsetChooser,
  networkingVersion: string,
): CreationPlan | PlanRefusal {
  const inForce = effectiveToday(view);
  const blocking = inForce.find((candidate) => isForEverybody(view, candidate));
  if (blocking !== undefined && blocking.matchedHost === view.host) return alreadyRouted(view, blocking);
  const obstacle = portObstacle(view.service);
  if (obstacle !== undefined) return refuse('invalid-request', obstacle, 'Write the VirtualService by hand.');
  const targets = targetsOf(weights, chooser);
  if (isRefusal(targets)) return targets;
  const hidden = blocking?.object;
  const { routes, notes } = hidden === undefined ? newRoutes(view, targets) : carriedRoutes(view, hidden, targets);
  const object = {
    apiVersion: `networking.istio.io/${networkingVersion}`,
    kind: 'VirtualService',
    metadata: {
      name: freeObjectName(view, 'virtualservices'),
      namespace: view.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'weir' },
    },
    spec: { hosts: [view.host], ...routes },
  } as VirtualService;
  return { object, subsets: targets.map((target) => target.subset), notes };
}

/** The VirtualServices that decide today for some caller, those of the service's own namespace first. */
function effectiveToday(view: ServiceView): VirtualServiceCandidate[] {
  const found: VirtualServiceCandidate[] = [];
  for (const namespace of allCallers(view.snapshot, view.namespace)) {
    const candidate = virtualServicesFor(view.snapshot, view.host, { namespace, labels: {} }).find(
      (one) => one.effective,
    );
    if (candidate !== undefined && !found.some((known) => known.object === candidate.object)) found.push(candidate);
  }
  return found;
}

/** Not private to other namespaces: those are told of as a finding, since their callers keep their own routes. */
function isForEverybody(view: ServiceView, candidate: VirtualServiceCandidate): boolean {
  const { exportTo, namespace } = resolveVirtualService(candidate.object, view.snapshot.mesh.domain);
  const visibility = visibilityOf(exportTo, view.snapshot.mesh.defaultVirtualServiceExportTo, namespace);
  return visibility === 'public' || visibility.has(view.namespace);
}

const alreadyRouted = (view: ServiceView, candidate: VirtualServiceCandidate): PlanRefusal =>
  refuse(
    'invalid-request',
    `${objectWords(objectRef(candidate.object))} already routes ${view.host}; a second VirtualService for the host would be ignored.`,
    'Change a route of that VirtualService instead of creating one.',
  );

function targetsOf(weights: readonly DestinationWeight[], chooser: SubsetChooser): Target[] | PlanRefusal {
  const targets: Target[] = [];
  for (const item of weights) {
    if ('path' in item) {
      return refuse('invalid-request', `There is no route yet, so ${item.path} does not exist.`, 'Name versions.');
    }
    const subset = 'subset' in item ? chooser.forName(item.subset) : chooser.forVersion(item.version);
    if (isRefusal(subset)) return subset;
    if (targets.some((target) => target.subset.name === subset.name)) {
      return refuse(
        'ambiguous-destination',
        `The change names the subset ${subset.name} twice.`,
        'Give each version one weight.',
      );
    }
    targets.push({ subset, weight: item.weight });
  }
  return targets;
}

function splitOf(view: ServiceView, targets: readonly Target[]): JsonRecord[] {
  return targets.map(({ subset, weight }) => ({ destination: { host: view.host, subset: subset.name }, weight }));
}

/**
 * One route for all HTTP ports, or for all TCP ports of a service without HTTP. It names no port: a sidecar then keeps the
 * port that the caller used (research/istio-kubernetes.md 2.10.1), so every port goes on as today, with one set of
 * weights. A VirtualService without tcp or tls routes leaves the ports of those protocols as they are.
 */
function newRoutes(view: ServiceView, targets: readonly Target[]): { routes: JsonRecord; notes: string[] } {
  const ports = view.service.spec?.ports ?? [];
  const isHttp = (protocol: string) => protocol === 'http' || protocol === 'grpc';
  const http = ports.some((port) => isHttp(portProtocol(port)));
  const untouched = ports.filter((port) => (http ? !isHttp(portProtocol(port)) : portProtocol(port) !== 'tcp'));
  const notes = untouched.map(
    (port) => `Port ${port.port} (${portProtocol(port)}) is not split: it keeps going to all pods.`,
  );
  const routes = [{ route: splitOf(view, targets) }];
  return { routes: http ? { http: routes } : { tcp: routes }, notes };
}

/** The routes of a wildcard VirtualService that the new one hides, with the split where they take everything that is left. */
function carriedRoutes(
  view: ServiceView,
  hidden: VirtualService,
  targets: readonly Target[],
): { routes: JsonRecord; notes: string[] } {
  const fresh = newRoutes(view, targets);
  const protocol = 'http' in fresh.routes ? 'http' : 'tcp';
  const split = { route: splitOf(view, targets) };
  const raw = rawRoutesOf(hidden);
  const routesOf = (wanted: RouteProtocol) => raw.filter((route) => route.protocol === wanted);
  const own = routesOf(protocol).map((route) => {
    const spec = withQualifiedHosts(view, hidden, route.spec);
    return takesTheRest(route) ? { ...spec, ...split } : spec;
  });
  if (!routesOf(protocol).some(takesTheRest)) own.push(split);
  const rest = (['http', 'tcp', 'tls'] as const)
    .filter((other) => other !== protocol && routesOf(other).length > 0)
    .map((other) => [other, routesOf(other).map((route) => withQualifiedHosts(view, hidden, route.spec))]);
  const words = objectWords(objectRef(hidden));
  return {
    routes: { [protocol]: own, ...Object.fromEntries(rest) },
    notes: [
      ...fresh.notes,
      `The new VirtualService takes the place of ${words} for ${view.host}, so it carries over its routes and settings.`,
    ],
  };
}

const takesTheRest = (route: RawRoute): boolean =>
  route.destinations.length > 0 && (route.matches.length === 0 || route.matches.some(isOpen));

/** A copy in which short hosts and delegates still mean what they mean in the namespace that they are taken from. */
function withQualifiedHosts(view: ServiceView, from: VirtualService, spec: JsonRecord): JsonRecord {
  const namespace = namespaceOf(from);
  const qualify = (value: unknown): JsonRecord => {
    const host = textOf(recordOf(value).host);
    return host === undefined
      ? recordOf(value)
      : { ...recordOf(value), host: qualifiedHost(host, namespace, view.snapshot.mesh.domain) };
  };
  const weighted = (list: unknown) =>
    listOf(list).map((item) => ({ ...recordOf(item), destination: qualify(recordOf(item).destination) }));
  return cloneJson({
    ...spec,
    ...(spec.route === undefined ? {} : { route: weighted(spec.route) }),
    ...(spec.mirror === undefined ? {} : { mirror: qualify(spec.mirror) }),
    ...(spec.mirrors === undefined ? {} : { mirrors: weighted(spec.mirrors) }),
    ...(spec.delegate === undefined ? {} : { delegate: { namespace, ...recordOf(spec.delegate) } }),
  });
}
