import { type Gateway, hostMatches, labelsMatch, moreSpecificHost, type RouteClient, type Snapshot } from '@weir/mesh';

interface Candidate {
  readonly name: string;
  readonly host: string;
}

/** A server's host without the namespace that may stand before it. */
const bareHost = (host: string): string => host.slice(host.indexOf('/') + 1);

function serversFor(gateway: Gateway, host: string, port: number): readonly string[] {
  const servers = Array.isArray(gateway.spec?.servers) ? gateway.spec.servers : [];
  return servers
    .filter((server) => server.port?.number === port)
    .flatMap((server) => (server.hosts ?? []).map(bareHost))
    .filter((pattern) => hostMatches(pattern, host));
}

/**
 * The Gateway (`<namespace>/<name>`) on a gateway proxy whose server takes a request for this host and port: the most specific host wins,
 * then the name. Undefined when no Gateway does; the proxy then has no route.
 */
export function gatewayFor(snapshot: Snapshot, client: RouteClient, host: string, port: number): string | undefined {
  const candidates: Candidate[] = [];
  for (const slice of snapshot.slices.values()) {
    for (const gateway of slice.gateways.values()) {
      if (!labelsMatch(gateway.spec?.selector ?? {}, client.labels)) continue;
      const name = `${slice.name}/${gateway.metadata.name}`;
      for (const pattern of serversFor(gateway, host, port)) candidates.push({ name, host: pattern });
    }
  }
  candidates.sort((a, b) => moreSpecificHost(a.host, b.host) || (a.name < b.name ? -1 : 1));
  return candidates[0]?.name;
}
