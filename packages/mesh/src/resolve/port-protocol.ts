import type { ServicePort } from '../resources/core.ts';

/** What Weir tells apart: how a proxy routes the port. */
export type PortProtocol = 'http' | 'grpc' | 'tcp' | 'tls' | 'udp';

const BY_NAME: Readonly<Record<string, PortProtocol>> = {
  http: 'http',
  http2: 'http',
  http_proxy: 'http',
  grpc: 'grpc',
  'grpc-web': 'grpc',
  https: 'tls',
  tls: 'tls',
  tcp: 'tcp',
  mongo: 'tcp',
  mysql: 'tcp',
  redis: 'tcp',
  udp: 'udp',
  'kubernetes.io/h2c': 'http',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'tls',
};

/** Ports of protocols in which the server speaks first: never sniffed. */
const SERVER_SPEAKS_FIRST: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/**
 * How Istio routes a service's port (research/istio-kubernetes.md 2.9): by appProtocol, else by the name up to the first
 * hyphen, else plain TCP on well-known ports, else sniffed, which is HTTP whenever HTTP is spoken. Knows no error:
 * anything unreadable is sniffed.
 */
export function portProtocol(port: ServicePort): PortProtocol {
  if (port.protocol === 'UDP') return 'udp';
  const written = port.appProtocol ?? port.name ?? '';
  const name = String(written).toLowerCase();
  const known = name.startsWith('grpc-web') ? 'grpc' : (BY_NAME[name] ?? BY_NAME[name.split('-', 1)[0] ?? '']);
  return known ?? (SERVER_SPEAKS_FIRST.has(port.port) ? 'tcp' : 'http');
}

/** The same for a protocol as ServiceEntries and Gateways spell it (`HTTP`, `GRPC-WEB`, `TLS` …); none is sniffed. */
export const spelledProtocol = (protocol: string | undefined): PortProtocol =>
  BY_NAME[(protocol ?? '').toLowerCase()] ?? 'http';
