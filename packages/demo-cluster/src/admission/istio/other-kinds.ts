import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, when } from './findings.ts';
import {
  exportToFindings,
  hostFindings,
  isDnsLabel,
  labelsFindings,
  portFindings,
  wildcardDomainFindings,
} from './hosts.ts';

const PROTOCOLS = new Set([
  'HTTP',
  'HTTPS',
  'GRPC',
  'GRPC-WEB',
  'HTTP2',
  'MONGO',
  'REDIS',
  'MYSQL',
  'TCP',
  'TLS',
  'UDP',
  'GRPCWEB',
  'HBONE',
]);
const SUPPORTED = 'HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP';

const protocolFindings = (protocol: string): Findings =>
  when(
    !PROTOCOLS.has(protocol.toUpperCase()),
    `invalid protocol ${JSON.stringify(protocol)}, supported protocols are ${SUPPORTED}`,
  );

/** An Istio Gateway: at least one server, each with hosts and a port of its own name. */
export function gatewayFindings(spec: JsonObject): Findings {
  const servers = listAt(spec, 'servers');
  if (servers.length === 0) return error('gateway must have at least one server');
  const names = servers.map((server) => textAt(objectAt(server, 'port'), 'name') ?? '');
  return all(
    ...servers.map(serverFindings),
    ...names.map((name, index) =>
      when(name !== '' && names.indexOf(name) < index, `port names in servers must be unique: duplicate name ${name}`),
    ),
  );
}

function serverFindings(server: Json): Findings {
  const port = objectAt(server, 'port');
  const protocol = textAt(port, 'protocol') ?? '';
  const secured = ['HTTPS', 'TLS'].includes(protocol.toUpperCase());
  const hosts = listAt(server, 'hosts').map(String);
  return all(
    when(hosts.length === 0, 'server config must contain at least one host'),
    ...hosts.map(gatewayHostFindings),
    protocolFindings(protocol),
    portFindings(numberAt(port, 'number') ?? 0),
    when(textAt(port, 'name') === undefined, `port name must be set: ${portText(port)}`),
    when(secured && !isJsonObject((server as JsonObject).tls), 'server must have TLS settings for HTTPS/TLS protocols'),
    when(
      !secured &&
        protocol !== '' &&
        isJsonObject((server as JsonObject).tls) &&
        objectAt(server, 'tls').httpsRedirect !== true,
      'server cannot have TLS settings for non HTTPS/TLS ports',
    ),
  );
}

/** The port as istiod prints it. */
function portText(port: JsonObject): string {
  const number = numberAt(port, 'number') ?? 0;
  const parts = [number === 0 ? '' : `number:${number}`, `protocol:${JSON.stringify(textAt(port, 'protocol') ?? '')}`];
  return parts.filter((part) => part !== '').join(' ');
}

/** `host`, or `namespace/host`; names must be fully qualified. */
function gatewayHostFindings(entry: string): Findings {
  const slash = entry.indexOf('/');
  const host = entry.slice(slash + 1);
  const namespace = slash < 0 ? '*' : entry.slice(0, slash);
  if (!['*', '.'].includes(namespace) && !isDnsLabel(namespace)) {
    return error(`invalid namespace value ${JSON.stringify(namespace)}`);
  }
  if (host === '*') return NOTHING;
  return all(when(!host.includes('.'), 'short names (non FQDN) are not allowed'), hostFindings(host));
}

export function serviceEntryFindings(spec: JsonObject, namespace: string): Findings {
  const ports = listAt(spec, 'ports');
  const names = ports.map((port) => textAt(port, 'name') ?? '');
  const resolution = textAt(spec, 'resolution') ?? 'NONE';
  const wild = listAt(spec, 'hosts').some((host) => String(host).startsWith('*'));
  return all(
    ...listAt(spec, 'hosts').map((host) => wildcardDomainFindings(String(host))),
    ...ports.map((port) =>
      all(protocolFindings(textAt(port, 'protocol') ?? 'TCP'), portFindings(numberAt(port, 'number') ?? 0)),
    ),
    ...names.map((name, index) =>
      when(names.indexOf(name) < index, `service entry port name ${JSON.stringify(name)} already defined`),
    ),
    when(
      resolution === 'DNS' && wild && listAt(spec, 'endpoints').length === 0,
      'hosts must be FQDN if no endpoints are provided for resolution mode DNS',
    ),
    labelsFindings(objectAt(objectAt(spec, 'workloadSelector'), 'labels')),
    exportToFindings(namespace, listAt(spec, 'exportTo').map(String)),
  );
}

export function sidecarFindings(spec: JsonObject): Findings {
  const egress = listAt(spec, 'egress');
  const parts = ['egress', 'ingress', 'outboundTrafficPolicy', 'inboundConnectionPool', 'workloadSelector'];
  if (!parts.some((part) => spec[part] !== undefined)) return error('sidecar: empty configuration provided');
  return all(
    ...egress.flatMap((listener) => {
      const hosts = listAt(listener, 'hosts').map(String);
      if (hosts.length === 0) return [error('sidecar: egress listener must contain at least one host')];
      return hosts.map((host) => when(!host.includes('/'), 'host must be of form namespace/dnsName'));
    }),
  );
}

export function authorizationPolicyFindings(spec: JsonObject, namespace: string, name: string): Findings {
  const subject = `invalid policy ${name}.${namespace}:`;
  const custom = textAt(spec, 'action') === 'CUSTOM';
  const provider = textAt(objectAt(spec, 'provider'), 'name');
  return all(
    when(custom && provider === undefined, `${subject} \`provider.name\` must not be empty`),
    ...listAt(spec, 'rules').flatMap((rule, index) => [
      ...listAt(rule, 'from').map((from) =>
        when(
          !isJsonObject(from) || !isJsonObject(from.source),
          `${subject} \`from.source\` must not be nil, found at rule ${index}`,
        ),
      ),
      ...listAt(rule, 'to').map((to) =>
        when(
          !isJsonObject(to) || !isJsonObject(to.operation),
          `${subject} \`to.operation\` must not be nil, found at rule ${index}`,
        ),
      ),
    ]),
  );
}
