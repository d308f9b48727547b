import type { Route } from '@weir/shared';
import { isHostWithin } from '../../resolve/host-names.ts';
import { serviceHost } from '../../resolve/registry.ts';
import { resolveVirtualService } from '../../resolve/virtual-service-model.ts';
import { virtualServicesFor } from '../../resolve/virtual-services.ts';
import type { VirtualService } from '../../resources/istio.ts';
import { rootsOf } from '../../routing/effectiveness.ts';
import { readRouting } from '../../routing/read-routing.ts';
import { qualifiedHost, relevantObjects, routeIndexOf } from '../../routing/route-index.ts';
import type { GraphContext } from '../graph-context.ts';
import type { ServiceFacts } from '../topology/namespace-topology.ts';

export const hostOf = (context: GraphContext, facts: ServiceFacts): string =>
  serviceHost(facts.service, context.snapshot.mesh.domain).toLowerCase();

const read = new WeakMap<GraphContext, Map<ServiceFacts, readonly Route[]>>();

/** Every route in force for or to the service, at sidecars and at gateways. Read once for a graph. */
export function effectiveRoutes(context: GraphContext, facts: ServiceFacts): readonly Route[] {
  const known = read.get(context) ?? new Map<ServiceFacts, readonly Route[]>();
  read.set(context, known);
  const routes = known.get(facts) ?? readEffective(context, facts);
  known.set(facts, routes);
  return routes;
}

function readEffective(context: GraphContext, facts: ServiceFacts): readonly Route[] {
  // Most services have no routing objects: they need not be read.
  const { virtualServices } = relevantObjects(routeIndexOf(context.snapshot), hostOf(context, facts));
  if (virtualServices.length === 0) return [];
  const { labelNames } = context.input;
  const options = labelNames === undefined ? {} : { labelNames };
  const routing = readRouting(context.snapshot, { namespace: facts.namespace, name: facts.name }, options);
  return (routing?.routes ?? []).filter((route) => route.effective);
}

export const actsOnMesh = (route: Route): boolean => 'mesh' in route.scope;
export const actsOnGateways = (route: Route): boolean =>
  'gateway' in route.scope || (route.gateways ?? []).some((gateway) => gateway !== 'mesh');

/** The VirtualServices that give the route its hosts: its own, or those that delegate to it. */
export function rootsOfRoute(context: GraphContext, route: Route): readonly VirtualService[] {
  const { snapshot } = context;
  const object = snapshot.slices.get(route.object.namespace)?.virtualservices.get(route.object.name);
  return object === undefined ? [] : rootsOf(routeIndexOf(snapshot), snapshot.mesh.domain, object);
}

/** The VirtualService that sidecars of a namespace use for the host. */
export function effectiveObject(context: GraphContext, host: string, namespace: string): VirtualService | undefined {
  const candidates = virtualServicesFor(context.snapshot, host, { namespace, labels: {} });
  return candidates.find((candidate) => candidate.effective)?.object;
}

/** How a service's traffic is split by routes. */
export interface ServiceSplit {
  /** The route whose weights are the service's configured shares; undefined where there is none. */
  readonly route: Route | undefined;
  /** A VirtualService answers for the host, but has no route for plain requests: nothing is promised about those. */
  readonly isUnpromised: boolean;
}

/**
 * The route whose weights are the service's configured shares (G3): the one in force inside the mesh for requests to the
 * service's own host that carry nothing special. A service that only a gateway routes has that one, when it is the only one.
 */
export function splitOf(context: GraphContext, facts: ServiceFacts): ServiceSplit {
  const routes = effectiveRoutes(context, facts);
  if (routes.length === 0) return { route: undefined, isUnpromised: false };
  const host = hostOf(context, facts);
  const { domain } = context.snapshot.mesh;
  const answersHost = (route: Route): boolean =>
    rootsOfRoute(context, route).some((root) =>
      resolveVirtualService(root, domain).hosts.some((own) => isHostWithin(host, own)),
    );
  const inMesh = routes.filter((route) => actsOnMesh(route) && answersHost(route));
  if (inMesh.length > 0) {
    const own = effectiveObject(context, host, facts.namespace);
    const defaults = inMesh.filter((route) => route.match.isDefault);
    const mine = defaults.filter((route) => own !== undefined && rootsOfRoute(context, route).includes(own));
    const route = (mine.length > 0 ? mine : defaults)[0];
    return { route, isUnpromised: route === undefined };
  }
  const atGateways = routes.filter((route) => actsOnGateways(route) && leadsTo(context, route, host));
  return { route: atGateways.length === 1 ? atGateways[0] : undefined, isUnpromised: false };
}

/** Whether the route sends anything to the host. */
export const leadsTo = (context: GraphContext, route: Route, host: string): boolean =>
  route.destinations.some(
    (destination) => destination.share > 0 && destinationHost(context, route, destination.host) === host,
  );

export const destinationHost = (context: GraphContext, route: Route, written: string): string =>
  qualifiedHost(written, route.object.namespace, context.snapshot.mesh.domain);
