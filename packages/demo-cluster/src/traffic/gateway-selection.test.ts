import { buildSnapshot, type KubernetesObject } from '@weir/mesh';
import { describe, expect, it } from 'vitest';
import { gatewayFor } from './gateway-selection.ts';

const gateway = (name: string, hosts: readonly string[], selector: object = { istio: 'ingressgateway' }, number = 80) =>
  ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'shop' },
    spec: { selector, servers: [{ port: { number, name: 'http', protocol: 'HTTP' }, hosts }] },
  }) as KubernetesObject;
const client = { namespace: 'istio-system', labels: { istio: 'ingressgateway' } };
const find = (gateways: readonly KubernetesObject[], host = 'shop.example.com', port = 80): string | undefined =>
  gatewayFor(buildSnapshot(gateways), client, host, port);

describe('gatewayFor', () => {
  it.each([
    ['its host', [gateway('a', ['shop.example.com'])], 'shop/a'],
    ['a wildcard over it', [gateway('a', ['*.example.com'])], 'shop/a'],
    ['every host', [gateway('a', ['*'])], 'shop/a'],
    ['a host with a namespace', [gateway('a', ['bookinfo/shop.example.com'])], 'shop/a'],
    [
      'the most specific host',
      [gateway('a', ['*']), gateway('b', ['shop.example.com']), gateway('c', ['*.com'])],
      'shop/b',
    ],
    ['the first by name among equals', [gateway('b', ['*']), gateway('a', ['*'])], 'shop/a'],
    ['another host', [gateway('a', ['www.example.com'])], undefined],
    ['pods of another label', [gateway('a', ['shop.example.com'], { istio: 'egressgateway' })], undefined],
    ['another port', [gateway('a', ['shop.example.com'], { istio: 'ingressgateway' }, 8080)], undefined],
    ['no servers', [{ ...gateway('a', []), spec: {} } as KubernetesObject], undefined],
  ])('a Gateway for %s', (_name, gateways, found) => {
    expect(find(gateways)).toBe(found);
  });
});
