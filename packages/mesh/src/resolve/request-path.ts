/** The path of a request as Istio's proxies match it (research/istio-kubernetes.md 2.10.8). */

const UNRESERVED = /^[A-Za-z0-9\-._~]$/;
const NEEDS_WORK = /[%\\\s"#<>^`{|}]|\/\.|[^!-~]/;

/** Decodes what RFC 3986 calls unreserved; every other escape stays as written. */
const decodeUnreserved = (path: string): string =>
  path.replace(/%([0-9a-fA-F]{2})/g, (written, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : written;
  });

function withoutDotSegments(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (last) kept.push('');
  });
  return `/${kept.join('/')}`;
}

/**
 * Istio's default normalisation (BASE): unreserved escapes are decoded, backslashes become slashes, `.` and `..` segments
 * are resolved. Slashes are not merged and `%2F` is not decoded.
 */
export function normalizePath(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  if (!NEEDS_WORK.test(rooted)) return rooted;
  const escaped = decodeUnreserved(rooted.replaceAll('\\', '/')).replace(/[\s"#<>^`{|}]|[^!-~]+/g, (text) => {
    try {
      return encodeURIComponent(text);
    } catch {
      // Half a surrogate pair cannot be UTF-8; the proxy would see a replacement character.
      return '%EF%BF%BD';
    }
  });
  return withoutDotSegments(escaped);
}

/** Path and query of a request target; the query is undefined without a `?`, the fragment never counts. */
export function splitTarget(target: string): { readonly path: string; readonly query: string | undefined } {
  const hash = target.indexOf('#');
  const whole = hash < 0 ? target : target.slice(0, hash);
  const mark = whole.indexOf('?');
  return mark < 0 ? { path: whole, query: undefined } : { path: whole.slice(0, mark), query: whole.slice(mark + 1) };
}

/** The first value of a query parameter, undecoded as Envoy compares it; undefined when it is absent. */
export function queryParameter(query: string | undefined, name: string): string | undefined {
  for (const pair of query?.split('&') ?? []) {
    const equals = pair.indexOf('=');
    if ((equals < 0 ? pair : pair.slice(0, equals)) === name) return equals < 0 ? '' : pair.slice(equals + 1);
  }
  return undefined;
}
