import type { L4Match } from '../resources/istio.ts';
import { labelsMatch } from '../snapshot/labels.ts';
import { isHostWithin, resolveGatewayName } from './host-names.ts';
import { gatewayOf } from './http-match.ts';
import type { RouteClient } from './types.ts';
import { isRecord, labelsOf, textOf, textsOf } from './untrusted.ts';

/** What a connection is tried against, in Envoy: its destination address and the name that the client asks TLS for. */
export interface FilterChain {
  /** Empty: any address. */
  readonly subnets: readonly string[];
  /** Empty: any name, also none. */
  readonly serverNames: readonly string[];
}

/** Whether istiod gives the match to this client: unlike in HTTP, gateways, port, labels and namespace must all agree. */
export function isL4MatchForClient(match: L4Match, client: RouteClient, port: number, namespace: string): boolean {
  if (match.port != null && match.port !== 0 && match.port !== port) return false;
  if (match.gateways != null && !Array.isArray(match.gateways)) return false;
  const gateways = textsOf(match.gateways);
  const named = gateways.map((gateway) => resolveGatewayName(gateway, namespace));
  if (named.length > 0 && !named.includes(gatewayOf(client))) return false;
  if (match.sourceLabels != null && !isRecord(match.sourceLabels)) return false;
  if (!labelsMatch(labelsOf(match.sourceLabels), client.labels)) return false;
  const namespaceWanted = textOf(match.sourceNamespace) ?? '';
  return namespaceWanted === '' || namespaceWanted === client.namespace;
}

export const chainOf = (match: L4Match): FilterChain => ({
  subnets: textsOf(match.destinationSubnets),
  serverNames: textsOf(match.sniHosts).map((name) => name.toLowerCase()),
});

function addressBits(address: string): bigint | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n);
}

/** The length of the prefix that covers an IPv4 address, or undefined when the subnet does not (or is IPv6 and not equal). */
function coveringPrefix(subnet: string, address: string): number | undefined {
  const [base, length] = subnet.split('/');
  if (base === address) return length === undefined ? 32 : Number(length);
  const [a, b] = [addressBits(base ?? ''), addressBits(address)];
  const bits = length === undefined ? 32 : Number(length);
  if (a === undefined || b === undefined || !Number.isInteger(bits) || bits < 0 || bits > 32) return undefined;
  const shift = BigInt(32 - bits);
  return a >> shift === b >> shift ? bits : undefined;
}

/**
 * The chain that takes a connection, as Envoy picks it: the most specific subnet first, then the most specific server name;
 * of equal ones the first. Undefined when none does. `address` is unknown for hosts without one.
 */
export function pickChain(
  chains: readonly FilterChain[],
  address: string | undefined,
  serverName: string,
): number | undefined {
  let best: { index: number; subnet: number; name: number } | undefined;
  chains.forEach((chain, index) => {
    const prefixes = chain.subnets.map((subnet) =>
      address === undefined ? undefined : coveringPrefix(subnet, address),
    );
    const subnet = chain.subnets.length === 0 ? -1 : Math.max(...prefixes.map((prefix) => prefix ?? -2));
    const names = chain.serverNames.filter((name) => isHostWithin(serverName, name));
    const name =
      chain.serverNames.length === 0
        ? -1
        : Math.max(-2, ...names.map((own) => (own === serverName ? Number.MAX_SAFE_INTEGER : own.length)));
    if (subnet === -2 || name === -2) return;
    if (best === undefined || subnet > best.subnet || (subnet === best.subnet && name > best.name)) {
      best = { index, subnet, name };
    }
  });
  return (best as { index: number } | undefined)?.index;
}
