import { type Json, type JsonObject, listAt, objectAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, when } from './findings.ts';
import { coversHost, exportToFindings, hostFindings } from './hosts.ts';
import { gatewayNameFindings } from './http-match.ts';
import { httpRouteFindings } from './http-route.ts';
import { tcpRouteFindings, tlsRouteFindings } from './l4-route.ts';
import { unreachableFindings } from './unreachable.ts';

/** istiod's rules for a VirtualService (research/istio-kubernetes.md 3.2), in its order and words. */
export function virtualServiceFindings(spec: JsonObject, namespace: string): Findings {
  const hosts = listAt(spec, 'hosts').map(String);
  const gateways = listAt(spec, 'gateways').map(String);
  const delegate = hosts.length === 0;
  const http = listAt(spec, 'http');
  const tcp = listAt(spec, 'tcp');
  const tls = listAt(spec, 'tls');
  return all(
    delegate ? delegateFindings(spec) : NOTHING,
    gatewayNameFindings(gateways),
    claimFindings(http, gateways),
    hostsFindings(hosts, gateways),
    when(http.length + tcp.length + tls.length === 0, 'http, tcp or tls must be provided in virtual service'),
    ...http.map((route) => httpRouteFindings(route, delegate)),
    ...tls.map((route) => tlsRouteFindings(route, hosts)),
    ...tcp.map(tcpRouteFindings),
    exportToFindings(namespace, listAt(spec, 'exportTo').map(String)),
    unreachableFindings(http, true),
    unreachableFindings(tls, false),
    unreachableFindings(tcp, false),
  );
}

const appliesToMesh = (gateways: readonly string[]): boolean => gateways.length === 0 || gateways.includes('mesh');

function delegateFindings(spec: JsonObject): Findings {
  const text = 'delegate virtual service must have no';
  return all(
    when(listAt(spec, 'gateways').length > 0, `${text} gateways specified`),
    when(listAt(spec, 'tls').length > 0, `${text} tls route specified`),
    when(listAt(spec, 'tcp').length > 0, `${text} tcp route specified`),
  );
}

/** Routing by JWT claims works at gateways only. */
function claimFindings(http: readonly Json[], gateways: readonly string[]): Findings {
  if (!appliesToMesh(gateways)) return NOTHING;
  const matches = http.flatMap((route) => listAt(route, 'match'));
  const keys = matches.flatMap((match) => [
    ...Object.keys(objectAt(match, 'headers')),
    ...Object.keys(objectAt(match, 'withoutHeaders')),
  ]);
  const claim = keys.find((key) => /^@request\.auth\.claims[.[]/.test(key));
  const found = `[${gateways.join(' ')}]`;
  const text = `JWT claim based routing (key: ${claim}) is only supported for gateway, found no gateways: ${found}`;
  return when(claim !== undefined, text);
}

function hostsFindings(hosts: readonly string[], gateways: readonly string[]): Findings {
  const each = hosts.map((host) => {
    const found = hostFindings(host);
    if (found.errors.length > 0 || host !== '*' || !appliesToMesh(gateways)) return found;
    return error('wildcard host * is not allowed for virtual services bound to the mesh gateway');
  });
  const findings = all(...each);
  return findings.errors.length > 0 ? findings : all(findings, duplicateFindings(hosts));
}

/** Equal hosts, and wildcards that cover each other. */
function duplicateFindings(hosts: readonly string[]): Findings {
  return all(
    ...hosts.flatMap((host, index) =>
      hosts.slice(index + 1).map((other) => {
        const wild = host.startsWith('*') && other.startsWith('*');
        const same = host === other || (wild && (coversHost(host, other) || coversHost(other, host)));
        return when(same, `duplicate hosts in virtual service: ${host} & ${other}`);
      }),
    ),
  );
}
