/**
 * Host names as Istio reads them (research/istio-kubernetes.md 2.1): short names belong to the namespace of the rule that
 * holds them, a wildcard is a leading `*` and stands for any non-empty beginning.
 */

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

export const isIpAddress = (host: string): boolean => IPV4.test(host) || host.includes(':');

export const isWildcardHost = (host: string): boolean => host.startsWith('*');

/**
 * The fully qualified name of a host written in an object of `namespace`: a host without a dot is a service of that
 * namespace; anything with a dot, `*` and addresses stay as they are (so `reviews.bookinfo` is not a service's name).
 */
export function resolveHost(host: string, namespace: string, domain: string): string {
  if (host === '' || host === '*' || host.includes('.') || isIpAddress(host)) return host;
  return `${host}.${namespace}.svc.${domain}`;
}

/** Whether every host that `host` stands for is among those that `pattern` stands for. */
export function isHostWithin(host: string, pattern: string): boolean {
  if (!isWildcardHost(pattern)) return host === pattern;
  if (!isWildcardHost(host)) return host.endsWith(pattern.slice(1));
  return host.length >= pattern.length && host.endsWith(pattern.slice(1));
}

/** Whether two hosts have a name in common; either may be a wildcard. */
export const hostMatches = (pattern: string, host: string): boolean =>
  isHostWithin(host, pattern) || isHostWithin(pattern, host);

/** Sorts the more specific host first: names before wildcards, longer before shorter, then by the alphabet. */
export function moreSpecificHost(a: string, b: string): number {
  const byWildcard = Number(isWildcardHost(a)) - Number(isWildcardHost(b));
  if (byWildcard !== 0) return byWildcard;
  if (a.length !== b.length) return b.length - a.length;
  return a < b ? -1 : Number(a > b);
}

/** A gateway named in an object of `namespace`, as `<namespace>/<name>`; `mesh` stays. `name.ns[.svc…]` is an old spelling. */
export function resolveGatewayName(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  const slash = gateway.indexOf('/');
  if (slash >= 0) return gateway.slice(0, slash) === '.' ? `${namespace}${gateway.slice(slash)}` : gateway;
  const [name, owner] = gateway.split('.');
  return owner === undefined ? `${namespace}/${gateway}` : `${owner}/${name}`;
}

/** The host of a Host header, in lower case and without port (Istio ignores the port when it picks the virtual host). */
export function hostOfHeader(header: string): string {
  const host = header.toLowerCase();
  const colon = host.lastIndexOf(':');
  if (colon < 0) return host;
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']'));
  return host.indexOf(':') === colon ? host.slice(0, colon) : host;
}
