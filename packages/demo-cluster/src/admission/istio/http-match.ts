import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, warning, when } from './findings.ts';
import { fqdnFindings, isDnsLabel, labelsFindings, portFindings } from './hosts.ts';
import { regularExpressionProblem } from './regular-expression.ts';

const HEADER_NAME = /^[-_A-Za-z0-9]+$/;
const REGEX_LIMIT = 1024;

/** A header's name; pseudo headers and JWT claims have names of their own. */
export function headerNameFindings(name: string): Findings {
  if (name === '') return error('header name cannot be empty');
  const bare = name.startsWith(':') ? name.slice(1) : name;
  if (name.startsWith('@request.auth.claims')) return NOTHING;
  return when(!HEADER_NAME.test(bare), `header name ${name} is not a valid header name`);
}

/** A StringMatch; `where` names it in the messages. An empty prefix is fine for URIs only. */
function stringMatchFindings(match: Json | undefined, where: string): Findings {
  if (!isJsonObject(match)) return NOTHING;
  const shown = JSON.stringify(where);
  if (match.prefix === '' && where !== 'uri') return error(`${shown}: prefix string match should not be empty`);
  if (typeof match.regex !== 'string') return NOTHING;
  if (match.regex === '') return error(`${shown}: regex string match should not be empty`);
  if (match.regex.length > REGEX_LIMIT)
    return error(`${shown}: regex is too large, max length allowed is ${REGEX_LIMIT}`);
  const problem = regularExpressionProblem(match.regex);
  const advice = 'Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)';
  return problem === undefined ? NOTHING : error(`${shown}: ${problem}; ${advice}`);
}

/** One entry of `http[].match`. */
function matchFindings(match: Json): Findings {
  const headers = Object.entries(objectAt(match, 'headers'));
  const withoutHeaders = Object.entries(objectAt(match, 'withoutHeaders'));
  return all(
    ...headers.flatMap(([name, value]) => [headerNameFindings(name), stringMatchFindings(value, 'headers')]),
    ...withoutHeaders.flatMap(([name, value]) => [
      headerNameFindings(name),
      // `*` alone means "present" here and is not compiled.
      isJsonObject(value) && value.regex === '*' ? NOTHING : stringMatchFindings(value, 'withoutHeaders'),
    ]),
    ...['uri', 'scheme', 'method', 'authority'].map((key) => stringMatchFindings(objectAt(match, key), key)),
    ...Object.values(objectAt(match, 'queryParams')).map((value) => stringMatchFindings(value, 'queryParams')),
  );
}

/** Where a match applies: port, source labels, gateways and namespace. */
export function scopeFindings(match: Json): Findings {
  const port = numberAt(match, 'port') ?? 0;
  const namespace = textAt(match, 'sourceNamespace');
  return all(
    port === 0 ? NOTHING : portFindings(port),
    labelsFindings(objectAt(match, 'sourceLabels')),
    gatewayNameFindings(listAt(match, 'gateways')),
    when(namespace !== undefined && !isDnsLabel(namespace), `sourceNamespace match ${namespace} is invalid`),
  );
}

export function httpMatchFindings(route: JsonObject): Findings {
  const matches = listAt(route, 'match');
  return all(...matches.map(matchFindings), ...matches.map(scopeFindings));
}

/** Names of gateways: `namespace/name`, or as of old a host name; what follows one of the old style is not looked at. */
export function gatewayNameFindings(names: readonly Json[]): Findings {
  const findings: Findings[] = [];
  for (const name of names.map(String)) {
    const slash = name.indexOf('/');
    if (slash < 0) {
      const [first = '', second = ''] = name.split('.');
      const recommended = JSON.stringify(`${second}/${first}`);
      const text = `using legacy gatewayName format ${JSON.stringify(name)}; prefer the <namespace>/<name> format: ${recommended}`;
      return all(...findings, name.includes('.') ? warning(text) : NOTHING, fqdnFindings(name));
    }
    const namespace = name.slice(0, slash);
    const gateway = name.slice(slash + 1);
    findings.push(
      when(namespace === '' || gateway === '', 'config namespace and gateway name cannot be empty'),
      when(!isDnsLabel(namespace), `invalid value for namespace: ${JSON.stringify(namespace)}`),
      when(!isDnsLabel(gateway), `invalid value for gateway name: ${JSON.stringify(gateway)}`),
    );
  }
  return all(...findings);
}
