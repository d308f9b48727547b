import type { HttpMatch, HttpRoute, StringMatch } from '../resources/istio.ts';
import { resolveGatewayName } from './host-names.ts';
import { labelsOf, recordOf, textOf, textsOf } from './untrusted.ts';
import type { HttpRule } from './virtual-service-model.ts';

/** How Istio joins a root's rule with its delegate's rules (research/istio-kubernetes.md 2.2, Delegates). */

type StringMap = Readonly<Record<string, StringMatch>> | undefined;

/** Whether a delegate's condition leaves what the root's condition allows. Unset conditions never conflict. */
function stringsConflict(root: unknown, leaf: unknown): boolean {
  if (root === undefined || root === null || leaf === undefined || leaf === null) return false;
  const [a, b] = [recordOf(root), recordOf(leaf)];
  const [rootExact, rootPrefix, rootRegex] = [textOf(a.exact), textOf(a.prefix), textOf(a.regex)];
  const [leafExact, leafPrefix, leafRegex] = [textOf(b.exact), textOf(b.prefix), textOf(b.regex)];
  if ((rootRegex && (leafRegex || leafPrefix || leafExact)) || (leafRegex && (rootRegex || rootPrefix || rootExact))) {
    return true;
  }
  if (rootExact) return leafExact !== rootExact;
  if (rootPrefix && leafPrefix) return !leafPrefix.startsWith(rootPrefix);
  if (rootPrefix && leafExact) return !leafExact.startsWith(rootPrefix);
  return true;
}

const mapsConflict = (root: StringMap, leaf: StringMap): boolean =>
  Object.entries(recordOf(leaf)).some(([key, condition]) => stringsConflict(recordOf(root)[key], condition));

function matchesConflict(root: HttpMatch, leaf: HttpMatch): boolean {
  for (const field of ['uri', 'scheme', 'method', 'authority'] as const) {
    if (stringsConflict(root[field], leaf[field])) return true;
  }
  for (const field of ['headers', 'withoutHeaders', 'queryParams'] as const) {
    if (mapsConflict(root[field], leaf[field])) return true;
  }
  if ((root.ignoreUriCase === true) !== (leaf.ignoreUriCase === true)) return true;
  if (root.port && leaf.port && root.port !== leaf.port) return true;
  if (root.sourceNamespace && leaf.sourceNamespace !== root.sourceNamespace) return true;
  const labels = labelsOf(root.sourceLabels);
  if (Object.entries(labelsOf(leaf.sourceLabels)).some(([key, value]) => (labels[key] ?? value) !== value)) return true;
  const [rootGateways, leafGateways] = [textsOf(root.gateways), textsOf(leaf.gateways)];
  return rootGateways.length > 0 && leafGateways.some((gateway) => !rootGateways.includes(gateway));
}

const merged = (root: unknown, leaf: unknown) => ({ ...recordOf(root), ...recordOf(leaf) });

function mergeMatch(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  const join: Record<string, unknown> = { ...root, ...leaf };
  const name = [root.name, leaf.name].filter((part) => part !== undefined && part !== '').join('-');
  if (name !== '') join.name = name;
  for (const field of ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'] as const) {
    if (root[field] !== undefined || leaf[field] !== undefined) join[field] = merged(root[field], leaf[field]);
  }
  for (const field of ['uri', 'scheme', 'method', 'authority'] as const) {
    join[field] = leaf[field] ?? root[field];
  }
  join.port = leaf.port || root.port;
  join.sourceNamespace = leaf.sourceNamespace || root.sourceNamespace;
  join.gateways = textsOf(leaf.gateways).length > 0 ? leaf.gateways : root.gateways;
  return Object.fromEntries(Object.entries(join).filter(([, value]) => value !== undefined)) as HttpMatch;
}

/** The joint matches, or undefined when a delegate's match fits none of the root's: then the rule is left out. */
function mergeMatches(
  root: readonly HttpMatch[] | undefined,
  leaf: readonly HttpMatch[] | undefined,
): { readonly matches?: readonly HttpMatch[] } | undefined {
  if (root === undefined) return leaf === undefined ? {} : { matches: leaf };
  if (leaf === undefined) return { matches: root };
  const joint: HttpMatch[] = [];
  for (const own of leaf) {
    const fitting = root.filter((above) => !matchesConflict(above, own));
    if (fitting.length === 0) return undefined;
    joint.push(...fitting.map((above) => mergeMatch(above, own)));
  }
  return { matches: joint };
}

/** What a delegate's rule takes from the root's when it does not say it itself. */
const INHERITED = [
  'rewrite',
  'directResponse',
  'timeout',
  'retries',
  'fault',
  'mirror',
  'mirrorPercent',
  'mirrorPercentage',
  'corsPolicy',
  'mirrors',
  'headers',
] as const;

function mergeSpec(root: HttpRoute, leaf: HttpRoute, matches: readonly HttpMatch[] | undefined): HttpRoute {
  const [above, own] = [recordOf(root), recordOf(leaf)];
  const join: Record<string, unknown> = { ...own };
  for (const field of INHERITED) join[field] = own[field] ?? above[field];
  join.name = [root.name, leaf.name].filter((part) => part !== undefined && part !== '').join('-') || undefined;
  join.match = matches;
  return Object.fromEntries(Object.entries(join).filter(([, value]) => value !== undefined)) as HttpRoute;
}

/** Gateways spelled as `<namespace>/<name>`, so that root and delegate of different namespaces compare. */
function resolved(rule: HttpRule): readonly HttpMatch[] | undefined {
  return rule.matches?.map((match) =>
    textsOf(match.gateways).length === 0
      ? match
      : { ...match, gateways: textsOf(match.gateways).map((name) => resolveGatewayName(name, rule.namespace)) },
  );
}

/** The delegate's rules as they stand under the root's rule. Those that conflict with it are left out, and delegating is not repeated. */
export function mergeDelegate(root: HttpRule, delegate: readonly HttpRule[]): readonly HttpRule[] {
  return delegate.flatMap((rule) => {
    const matches = mergeMatches(resolved(root), resolved(rule));
    if (matches === undefined) return [];
    return [
      {
        object: rule.object,
        path: rule.path,
        namespace: rule.namespace,
        destinations: rule.destinations,
        spec: mergeSpec(root.spec, rule.spec, matches.matches),
        delegatedBy: { object: root.object, path: root.path },
        ...matches,
      },
    ];
  });
}
