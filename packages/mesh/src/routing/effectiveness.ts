import { isHostWithin, resolveGatewayName } from '../resolve/host-names.ts';
import type { RouteClient, VirtualServiceCandidate } from '../resolve/types.ts';
import { labelsOf } from '../resolve/untrusted.ts';
import { resolveVirtualService } from '../resolve/virtual-service-model.ts';
import { virtualServicesFor } from '../resolve/virtual-services.ts';
import type { VirtualService } from '../resources/istio.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { gatewayNamespaces } from './gateway-callers.ts';
import { listOf, recordOf, textsOf } from './json.ts';
import { type RawRoute, rawRoutesOf } from './raw-routes.ts';
import { namespaceOf, qualifiedName, type RouteIndex } from './route-index.ts';

export const MESH = 'mesh';

/** Whether Istio uses an object somewhere, and if not, why. */
export interface Verdict {
  readonly effective: boolean;
  readonly ignoredBecause?: string;
}

/** Where the objects stand from which a VirtualService takes its hosts and gateways: itself, or its delegates' roots. */
export function rootsOf(index: RouteIndex, domain: string, object: VirtualService): readonly VirtualService[] {
  if (resolveVirtualService(object, domain).hosts.length > 0) return [object];
  return [...new Set((index.delegations.get(qualifiedName(object)) ?? []).map(({ root }) => root))];
}

/** The gateways (`mesh`, `<namespace>/<name>`) at which a route of the object acts: a match may narrow the object's own. */
export function gatewaysOfRoute(
  domain: string,
  root: VirtualService,
  owner: VirtualService,
  route: RawRoute,
): string[] {
  const bound = resolveVirtualService(root, domain).gateways;
  if (route.matches.length === 0) return [...new Set(bound)];
  const acting = new Set<string>();
  for (const match of route.matches) {
    const named = textsOf(match.gateways).map((name) => resolveGatewayName(name, namespaceOf(owner)));
    for (const gateway of named.length === 0 ? bound : named) if (bound.includes(gateway)) acting.add(gateway);
  }
  return [...acting];
}

/**
 * Whether Istio uses the VirtualService at one of the gateways, for any of the callers: inside the mesh for the service's
 * host where it names that, otherwise for a host that it names.
 */
export function verdictOn(
  snapshot: Snapshot,
  root: VirtualService,
  serviceHost: string,
  gateways: readonly string[],
  callers: readonly string[],
): Verdict {
  const reasons: string[] = [];
  for (const client of clientsOf(snapshot, root, gateways, callers)) {
    for (const host of hostsAt(snapshot, root, client.gateway, serviceHost)) {
      const found = candidateFor(snapshot, root, host, client);
      if (found?.effective === true) return { effective: true };
      if (found?.ignoredBecause !== undefined) reasons.push(found.ignoredBecause);
    }
  }
  return { effective: false, ignoredBecause: reasons[0] ?? unseenReason(root, gateways) };
}

function candidateFor(
  snapshot: Snapshot,
  root: VirtualService,
  host: string,
  client: RouteClient,
): VirtualServiceCandidate | undefined {
  return virtualServicesFor(snapshot, host, client).find(
    (candidate) => qualifiedName(candidate.object) === qualifiedName(root),
  );
}

/** Clients without labels first; a rule that asks for labels of its callers is in force for those that have them. */
function* clientsOf(
  snapshot: Snapshot,
  root: VirtualService,
  gateways: readonly string[],
  callers: readonly string[],
): Generator<RouteClient> {
  const asked = rawRoutesOf(root).flatMap((route) => route.matches.map((match) => labelsOf(match.sourceLabels)));
  for (const labels of [{}, ...asked.filter((labels) => Object.keys(labels).length > 0)]) {
    if (gateways.includes(MESH)) for (const namespace of callers) yield { namespace, labels };
  }
  for (const gateway of gateways) {
    if (gateway === MESH) continue;
    for (const namespace of gatewayNamespaces(snapshot, gateway)) yield { namespace, labels: {}, gateway };
  }
}

function unseenReason(root: VirtualService, gateways: readonly string[]): string {
  if (gateways.length === 0) return 'none of its matches names a gateway that the VirtualService is bound to';
  if (textsOf(root.spec?.exportTo).length > 0) return 'its exportTo shows it to no namespace that calls this host';
  return 'no proxy that Weir knows of uses it';
}

/** Real names to ask about: a label stands in the place of a wildcard, at a gateway also what its servers have in common. */
function hostsAt(
  snapshot: Snapshot,
  root: VirtualService,
  gateway: string | undefined,
  serviceHost: string,
): readonly string[] {
  const { hosts } = resolveVirtualService(root, snapshot.mesh.domain);
  if (gateway === undefined && hosts.some((host) => isHostWithin(serviceHost, host))) return [serviceHost];
  const servers = gateway === undefined ? [] : serverHosts(snapshot, gateway);
  const shared = servers.flatMap((server) =>
    hosts.flatMap((host) => (isHostWithin(server, host) ? [server] : isHostWithin(host, server) ? [host] : [])),
  );
  return [...new Set([...shared, ...hosts])].map((host) => (host === '*' ? 'any.host' : host.replace(/^\*/, 'any')));
}

function serverHosts(snapshot: Snapshot, gateway: string): readonly string[] {
  const slash = gateway.indexOf('/');
  const object = snapshot.slices.get(gateway.slice(0, slash))?.gateways.get(gateway.slice(slash + 1));
  const hosts = listOf(recordOf(object?.spec).servers).flatMap((server) => textsOf(recordOf(server).hosts));
  return hosts.map((host) => host.slice(host.indexOf('/') + 1).toLowerCase());
}
