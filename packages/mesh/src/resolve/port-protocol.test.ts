import { describe, expect, it } from 'vitest';
import { portProtocol, spelledProtocol } from './port-protocol.ts';

describe('W6: the protocol of a port (research/istio-kubernetes.md 2.9)', () => {
  it.each([
    [{ name: 'http', port: 1 }, 'http'],
    [{ name: 'http2-web', port: 1 }, 'http'],
    [{ name: 'HTTP-web', port: 1 }, 'http'],
    [{ name: 'grpc', port: 1 }, 'grpc'],
    [{ name: 'grpc-web-x', port: 1 }, 'grpc'],
    [{ name: 'https-x', port: 1 }, 'tls'],
    [{ name: 'tls', port: 1 }, 'tls'],
    [{ name: 'tcp-redis', port: 1 }, 'tcp'],
    [{ name: 'mongo', port: 1 }, 'tcp'],
    [{ name: 'redis-main', port: 1 }, 'tcp'],
    [{ name: 'web', port: 1 }, 'http'],
    [{ port: 8080 }, 'http'],
    [{ port: 3306 }, 'tcp'],
    [{ name: 'http-smtp', port: 25 }, 'http'],
    [{ name: 'dns', port: 53, protocol: 'UDP' }, 'udp'],
    [{ name: 'http', port: 1, protocol: 'UDP' }, 'udp'],
    [{ name: 'tcp', port: 1, appProtocol: 'http' }, 'http'],
    [{ name: 'http', port: 1, appProtocol: 'kubernetes.io/wss' }, 'tls'],
    [{ name: 'x', port: 1, appProtocol: 'kubernetes.io/h2c' }, 'http'],
    [{ name: 'tcp', port: 1, appProtocol: 'mine.io/secret' }, 'http'],
  ] as const)('W6: %o is routed as %s', (port, expected) => {
    expect(portProtocol(port)).toBe(expected);
  });

  it.each([
    ['HTTP', 'http'],
    ['GRPC-WEB', 'grpc'],
    ['TLS', 'tls'],
    [undefined, 'http'],
  ])('W6: a ServiceEntry or Gateway port of protocol %s is %s', (spelled, expected) => {
    expect(spelledProtocol(spelled)).toBe(expected);
  });
});
