import { type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import { all, type Findings, warning } from './findings.ts';

const NO_MATCHES_LAST = 'only the last rule can have no matches';
const SHADOWED = 'route without matches defined before';
const ALL_USED = 'all matches used by prior rules';

const nameOf = (object: Json, index: number): string => {
  const name = textAt(object, 'name');
  return name === undefined ? `#${index}` : JSON.stringify(name);
};

const unused = (rule: string, reason: string): Findings => warning(`virtualService rule ${rule} not used (${reason})`);
const ineffective = (rule: string, match: string, by: string): Findings =>
  warning(`virtualService rule ${rule} match ${match} is not used (duplicate/overlapping match in rule ${by})`);

/** A match without the members that do not decide, in one order. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as JsonObject)
    .filter(([key]) => key !== 'name')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** A match by URI prefix and what else it asks for. */
interface PrefixMatch {
  readonly rule: string;
  readonly match: string;
  readonly prefix: string;
  readonly rest: string;
}

function prefixMatchOf(match: Json, rule: string, index: number): PrefixMatch | undefined {
  const prefix = objectAt(match, 'uri').prefix;
  if (typeof prefix !== 'string') return undefined;
  const { uri: _uri, name: _name, ...others } = match as JsonObject;
  // No method means GET when Istio compares.
  const rest = canonical({ method: { exact: 'GET' }, ...others });
  return { rule, match: nameOf(match, index), prefix, rest };
}

/** Warnings for rules and matches that never apply because earlier ones take everything. `rules` are `http`, `tcp` or `tls`. */
export function unreachableFindings(rules: readonly Json[], overlaps: boolean): Findings {
  const findings: Findings[] = [];
  const seen = new Map<string, number>();
  const prefixes: PrefixMatch[] = [];
  let catchAll = false;
  for (const [index, rule] of rules.entries()) {
    const name = nameOf(rule, index);
    const matches = listAt(rule, 'match');
    if (matches.length === 0) {
      if (catchAll) findings.push(unused(name, NO_MATCHES_LAST));
      catchAll = true;
      continue;
    }
    let duplicates = 0;
    for (const [position, match] of matches.entries()) {
      if (catchAll) {
        findings.push(unused(name, SHADOWED));
        continue;
      }
      const key = canonical(match);
      const earlier = seen.get(key);
      if (earlier !== undefined) {
        findings.push(ineffective(name, nameOf(match, position), nameOf(rules[earlier] ?? null, earlier)));
        duplicates += 1;
        continue;
      }
      seen.set(key, index);
      if (overlaps) findings.push(overlapOf(match, name, position, prefixes));
    }
    if (duplicates === matches.length) findings.push(unused(name, ALL_USED));
  }
  return all(...findings);
}

/** Compares with the earlier matches by prefix, and remembers this one. */
function overlapOf(match: Json, rule: string, position: number, earlier: PrefixMatch[]): Findings {
  const current = prefixMatchOf(match, rule, position);
  if (current === undefined) return all();
  const by = earlier.find((known) => known.rest === current.rest && current.prefix.startsWith(known.prefix));
  earlier.push(current);
  if (by === undefined) return all();
  return ineffective(
    rule,
    `${current.match} of prefix ${current.prefix}`,
    `${by.rule} of prefix ${by.prefix} on ${by.match}`,
  );
}
