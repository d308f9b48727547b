import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, warning, when } from './findings.ts';
import { fqdnFindings, isIpAddress, portFindings } from './hosts.ts';
import { durationFindings } from './http-actions.ts';
import { loadBalancerFindings } from './load-balancer.ts';

const FIELDS = [
  'loadBalancer',
  'connectionPool',
  'outlierDetection',
  'tls',
  'portLevelSettings',
  'tunnel',
  'proxyProtocol',
  'retryBudget',
];
const has = (object: JsonObject, key: string): boolean => object[key] !== undefined && object[key] !== null;

/** A traffic policy of a DestinationRule or one of its subsets. */
export function trafficPolicyFindings(policy: Json | undefined): Findings {
  if (!isJsonObject(policy)) return NOTHING;
  if (!FIELDS.some((field) => has(policy, field))) return error('traffic policy must have at least one field');
  return all(
    when(has(policy, 'tunnel') && has(policy, 'proxyProtocol'), 'tunnel and proxyProtocol must not be set together'),
    ...settingsFindings(policy),
    ...listAt(policy, 'portLevelSettings').map(portLevelFindings),
    tunnelFindings(policy),
  );
}

function settingsFindings(policy: JsonObject): readonly Findings[] {
  return [
    outlierFindings(policy),
    connectionPoolFindings(policy),
    loadBalancerFindings(policy.loadBalancer, has(policy, 'outlierDetection')),
    tlsFindings(policy),
  ];
}

function portLevelFindings(settings: Json): Findings {
  if (!isJsonObject(settings)) return error('traffic policy may not be null');
  const some = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'].some((field) => has(settings, field));
  const port = objectAt(settings, 'port');
  return all(
    has(settings, 'port') ? portFindingsFor(port) : error('portTrafficPolicy must have valid port'),
    when(!some, 'port traffic policy must have at least one field'),
    ...settingsFindings(settings),
  );
}

/** A port without a number is not looked at further. */
const portFindingsFor = (port: JsonObject): Findings => {
  const number = numberAt(port, 'number') ?? 0;
  return number === 0 ? NOTHING : portFindings(number);
};

const percentFindings = (value: number | undefined): Findings =>
  when(value !== undefined && (value < 0 || value > 100), `percentage ${value} is not in range 0..100`);

function outlierFindings(policy: JsonObject): Findings {
  if (!has(policy, 'outlierDetection')) return NOTHING;
  const outlier = objectAt(policy, 'outlierDetection');
  const split = outlier.splitExternalLocalOriginErrors === true;
  const local = numberAt(outlier, 'consecutiveLocalOriginFailures') ?? 0;
  const deprecated =
    'outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead';
  const unsplit =
    'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false';
  return all(
    durationFindings(outlier.baseEjectionTime),
    durationFindings(outlier.interval),
    (numberAt(outlier, 'consecutiveErrors') ?? 0) === 0 ? NOTHING : warning(deprecated),
    when(!split && local > 0, unsplit),
    percentFindings(numberAt(outlier, 'maxEjectionPercent')),
    percentFindings(numberAt(outlier, 'minHealthPercent')),
  );
}

function connectionPoolFindings(policy: JsonObject): Findings {
  if (!has(policy, 'connectionPool')) return NOTHING;
  const pool = objectAt(policy, 'connectionPool');
  if (!has(pool, 'http') && !has(pool, 'tcp')) return error('connection pool must have at least one field');
  const http = objectAt(pool, 'http');
  const tcp = objectAt(pool, 'tcp');
  const negative = (settings: JsonObject, key: string, name: string): Findings =>
    when((numberAt(settings, key) ?? 0) < 0, `${name} must be non-negative`);
  return all(
    negative(http, 'http1MaxPendingRequests', 'http1 max pending requests'),
    negative(http, 'http2MaxRequests', 'http2 max requests'),
    negative(http, 'maxRequestsPerConnection', 'max requests per connection'),
    negative(http, 'maxRetries', 'max retries'),
    durationFindings(http.idleTimeout),
    when(
      http.useClientProtocol === true && textAt(http, 'h2UpgradePolicy') === 'UPGRADE',
      'use client protocol must not be true when H2UpgradePolicy is UPGRADE',
    ),
    negative(http, 'maxConcurrentStreams', 'max concurrent streams'),
    negative(tcp, 'maxConnections', 'max connections'),
    durationFindings(tcp.connectTimeout),
  );
}

function tlsFindings(policy: JsonObject): Findings {
  if (!has(policy, 'tls')) return NOTHING;
  const tls = objectAt(policy, 'tls');
  const given = (key: string): boolean => textAt(tls, key) !== undefined || listAt(tls, key).length > 0;
  const authority = given('caCertificates') || given('subjectAltNames');
  const skip = tls.insecureSkipVerify === true;
  if (skip && (authority || given('credentialName')) && textAt(tls, 'mode') === 'SIMPLE') {
    return error(
      'cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true',
    );
  }
  if (skip && authority)
    return error('cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true');
  if (given('credentialName') && ['clientCertificate', 'caCertificates', 'caCrl'].some(given)) {
    return error('cannot specify client certificates or CA certificate or CA CRL If credentialName is set');
  }
  if (textAt(tls, 'mode') !== 'MUTUAL' || given('credentialName')) return NOTHING;
  return all(
    when(!given('clientCertificate'), 'client certificate required for mutual tls'),
    when(!given('privateKey'), 'private key required for mutual tls'),
  );
}

function tunnelFindings(policy: JsonObject): Findings {
  if (!has(policy, 'tunnel')) return NOTHING;
  const tunnel = objectAt(policy, 'tunnel');
  const protocol = textAt(tunnel, 'protocol');
  const host = textAt(tunnel, 'targetHost') ?? '';
  const [hostProblem] = fqdnFindings(host).errors;
  const [portProblem] = portFindings(numberAt(tunnel, 'targetPort') ?? 0).errors;
  return all(
    when(
      protocol !== undefined && protocol !== 'CONNECT' && protocol !== 'POST',
      'tunnel protocol must be "CONNECT" or "POST"',
    ),
    when(
      hostProblem !== undefined && !isIpAddress(host),
      `tunnel target host must be valid FQDN or IP address: ${hostProblem}; ${host} is not a valid IP`,
    ),
    when(portProblem !== undefined, `tunnel target port is invalid: ${portProblem}`),
  );
}
