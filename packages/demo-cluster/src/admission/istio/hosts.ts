import { all, error, type Findings, NOTHING, when } from './findings.ts';

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_PREFIX = /^(\*|(\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const TAG_VALUE = /^((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Istio's DNS label: upper case is allowed, unlike in Kubernetes. */
export const isDnsLabel = (text: string): boolean => text.length <= 63 && LABEL.test(text);

const isWildcardLabel = (text: string): boolean => text.length <= 63 && WILDCARD_PREFIX.test(text);

/** Whether the text is an IPv4 or IPv6 address. */
export function isIpAddress(text: string): boolean {
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(text))
    return text.split('.').every((part) => Number(part) <= 255 && !/^0\d/.test(part));
  return text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text) && text.split(':').length <= 8;
}

/** Checks a host that may begin with a wildcard. */
export function wildcardDomainFindings(domain: string): Findings {
  if (domain === '') return error('empty domain name not allowed');
  if (domain.length > 255) return error(`domain name ${JSON.stringify(domain)} too long (max 255)`);
  const dot = domain.indexOf('.');
  const first = dot < 0 ? domain : domain.slice(0, dot);
  if (!isWildcardLabel(first)) return invalidLabel(domain, first);
  return dot < 0 ? NOTHING : labelFindings(domain.slice(dot + 1));
}

/** Checks a host without wildcards. */
export function fqdnFindings(domain: string): Findings {
  if (domain === '') return error('empty domain name not allowed');
  if (domain.length > 255) return error(`domain name ${JSON.stringify(domain)} too long (max 255)`);
  return labelFindings(domain);
}

const invalidLabel = (domain: string, label: string): Findings =>
  error(`domain name ${JSON.stringify(domain)} invalid (label ${JSON.stringify(label)} invalid)`);

function labelFindings(domain: string): Findings {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (/^[+-]?\d+$/.test(last)) {
    const shown = JSON.stringify(domain);
    return error(`domain name ${shown} invalid (top level domain ${JSON.stringify(last)} cannot be all-numeric)`);
  }
  for (const [index, label] of labels.entries()) {
    // `istio.io.` ends with an empty label, and that is fine.
    if (index === labels.length - 1 && label === '') return NOTHING;
    if (!isDnsLabel(label)) return invalidLabel(domain, label);
  }
  return NOTHING;
}

/** A host of a VirtualService: a domain, perhaps with a wildcard, or an address. */
export const hostFindings = (host: string): Findings => (isIpAddress(host) ? NOTHING : wildcardDomainFindings(host));

export const portFindings = (port: number): Findings =>
  when(!(Number.isInteger(port) && port >= 1 && port <= 65_535), `port number ${port} must be in the range 1..65535`);

/** Name of a subset. */
export function subsetNameFindings(name: string): Findings {
  if (name === '') return error('subset name cannot be empty');
  return when(!isDnsLabel(name), `subset name is invalid: ${name}`);
}

/** Keys and values of labels that select workloads. */
export function labelsFindings(labels: Readonly<Record<string, unknown>>): Findings {
  return all(
    ...Object.entries(labels).flatMap(([key, value]) => {
      const name = key.includes('/') ? key.slice(key.indexOf('/') + 1) : key;
      const keyValid = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name) && name.length <= 63;
      return [
        when(!keyValid, `invalid tag key: ${JSON.stringify(key)}`),
        when(!TAG_VALUE.test(String(value)), `invalid tag value: ${JSON.stringify(value)}`),
      ];
    }),
  );
}

/** Whether the name `pattern` (perhaps `*.suffix`) covers the other one. */
export function coversHost(pattern: string, host: string): boolean {
  if (pattern === host || pattern === '*') return true;
  if (!pattern.startsWith('*')) return false;
  const suffix = pattern.slice(1);
  return host.startsWith('*') ? host.slice(1).endsWith(suffix) : host.endsWith(suffix);
}

/** Checks `exportTo` for objects in the namespace; `.` stands for the namespace itself. */
export function exportToFindings(namespace: string, exportTo: readonly string[]): Findings {
  const findings: Findings[] = [];
  const seen = new Set<string>();
  for (const entry of exportTo) {
    const found = entryFindings(entry);
    findings.push(found);
    if (found.errors.length > 0) continue;
    const meant = entry === '.' ? namespace : entry;
    const duplicate =
      entry === '.'
        ? `duplicate entries in exportTo: . and current namespace ${namespace}`
        : `duplicate entries in exportTo for entry ${entry}`;
    findings.push(when(seen.has(meant), duplicate));
    seen.add(meant);
  }
  const mixed = seen.has('*') && seen.size > 1;
  return all(...findings, when(mixed, 'cannot have both public (*) and non-public exportTo values for a resource'));
}

function entryFindings(entry: string): Findings {
  if (entry === '~') return error('exportTo ~ (none) is not allowed for Istio configuration objects');
  const known = entry === '*' || entry === '.' || isDnsLabel(entry);
  return when(!known, 'only .,*, or a valid DNS 1123 label is allowed as exportTo entry');
}
