import { type Json, listAt } from '../../json.ts';
import { l4DestinationFindings } from './destinations.ts';
import { all, error, type Findings, NOTHING, warning, when } from './findings.ts';
import { coversHost, isIpAddress, wildcardDomainFindings } from './hosts.ts';
import { scopeFindings } from './http-match.ts';

function subnetFindings(subnet: string): Findings {
  const slash = subnet.indexOf('/');
  if (slash < 0) return when(!isIpAddress(subnet), `${subnet} is not a valid IP`);
  const bits = subnet.slice(slash + 1);
  const address = subnet.slice(0, slash);
  const valid = isIpAddress(address) && /^\d+$/.test(bits) && Number(bits) <= (address.includes(':') ? 128 : 32);
  return when(!valid, `${subnet} is not a valid CIDR block`);
}

const subnetsOf = (match: Json): Findings =>
  all(...listAt(match, 'destinationSubnets').map((subnet) => subnetFindings(String(subnet))));

export function tcpRouteFindings(route: Json): Findings {
  return all(
    ...listAt(route, 'match').map((match) => all(subnetsOf(match), scopeFindings(match))),
    when(listAt(route, 'route').length === 0, 'TCP route is required'),
    l4DestinationFindings(route),
  );
}

/** One TLS route of a VirtualService with these hosts. */
export function tlsRouteFindings(route: Json, hosts: readonly string[]): Findings {
  const matches = listAt(route, 'match');
  return all(
    when(matches.length === 0, 'TLS route must have at least one match condition'),
    ...matches.map((match) => all(sniFindings(match, hosts), subnetsOf(match), scopeFindings(match))),
    when(listAt(route, 'route').length === 0, 'TLS route is required'),
    l4DestinationFindings(route),
  );
}

function sniFindings(match: Json, hosts: readonly string[]): Findings {
  const names = listAt(match, 'sniHosts').map(String);
  if (names.length === 0) return error('TLS match must have at least one SNI host');
  return all(
    ...names.map((name) => {
      const known = hosts.some((host) => coversHost(host, name));
      const list = `[${hosts.join(' ')}]`;
      const text = `SNI host ${JSON.stringify(name)} is not a compatible subset of any of the virtual service hosts: ${list}`;
      return all(sniNameFindings(name), when(!known, text));
    }),
  );
}

function sniNameFindings(name: string): Findings {
  const text = `using an IP address (${JSON.stringify(name)}) goes against SNI spec and most clients do not support this`;
  if (isIpAddress(name)) return warning(text);
  return name === '' ? NOTHING : wildcardDomainFindings(name);
}
