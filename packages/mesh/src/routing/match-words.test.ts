import { describe, expect, it } from 'vitest';
import type { VirtualService } from '../resources/istio.ts';
import { defaultRoutes } from './default-route.ts';
import { matchWords } from './match-words.ts';
import { rawRoutesOf } from './raw-routes.ts';

const route = { route: [{ destination: { host: 'reviews' } }] };
const service = (spec: object): VirtualService =>
  ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'a', namespace: 'b' },
    spec,
  }) as VirtualService;

function words(protocol: 'http' | 'tcp' | 'tls', match: unknown, others = false): string {
  const [raw] = rawRoutesOf(service({ [protocol]: [{ ...route, ...(match === undefined ? {} : { match }) }] }));
  return raw === undefined ? '' : matchWords(raw, others);
}

describe('W4: a route in words', () => {
  it.each([
    [undefined, 'All requests'],
    [[], 'All requests'],
    [[{}], 'All requests'],
    [[{ uri: { prefix: '/' } }], 'All requests'],
    [[{ uri: { regex: '.*' } }], 'All requests'],
    [[{ headers: { 'x-tester': { exact: 'yes' } } }], 'Requests with the header x-tester equal to yes'],
    [[{ headers: { a: { prefix: 'b' }, c: {} } }], 'Requests with the header a that begins with b and the header c'],
    [
      [{ headers: { a: { regex: 'b.*' } }, withoutHeaders: { d: {} } }],
      'Requests with the header a that matches b.* without the header d',
    ],
    [[{ uri: { prefix: '/api' } }], 'Requests to /api…'],
    [[{ uri: { exact: '/login' }, ignoreUriCase: true }], 'Requests to /login in upper or lower case'],
    [[{ uri: { regex: '/v[0-9]+' } }], 'Requests to paths that match /v[0-9]+'],
    [[{ method: { exact: 'GET' } }], 'GET requests to any path'],
    [[{ method: { exact: 'GET' }, uri: { prefix: '/api' } }], 'GET requests to /api…'],
    [[{ queryParams: { beta: { exact: '1' } } }], 'Requests with the query parameter beta equal to 1'],
    [[{ authority: { exact: 'a.example' } }], 'Requests for a host equal to a.example'],
    [[{ port: 8080 }], 'All requests on port 8080'],
    [
      [{ sourceLabels: { app: 'web' }, sourceNamespace: 'shop' }],
      'All requests from workloads labelled app=web from the namespace shop',
    ],
    [[{ gateways: ['entry'], sourceNamespace: 'ignored' }], 'All requests at the gateway entry'],
    [[{ uri: { prefix: '/a' } }, { uri: { exact: '/b' } }], 'Requests to /a…, or requests to /b'],
    [[{ uri: { prefix: '/a' } }, {}], 'All requests'],
  ])('http %j', (match, expected) => {
    expect(words('http', match)).toBe(expected);
  });

  it('what an earlier route leaves over is said to be other', () => {
    expect(words('http', undefined, true)).toBe('All other requests');
    expect(words('http', [{ port: 80 }], true)).toBe('All other requests on port 80');
  });

  it.each([
    ['tcp', undefined, 'All connections'],
    ['tcp', [{ port: 27017 }], 'All connections on port 27017'],
    ['tcp', [{ destinationSubnets: ['10.0.0.0/8'] }], 'Connections to addresses in 10.0.0.0/8'],
    [
      'tls',
      [{ sniHosts: ['a.example', 'b.example'], port: 443 }],
      'TLS connections for the name a.example or b.example on port 443',
    ],
  ] as const)('%s %j', (protocol, match, expected) => {
    expect(words(protocol, match)).toBe(expected);
  });
});

describe('W4: the route that takes a request without special headers', () => {
  const defaults = (http: readonly unknown[]) => [...defaultRoutes(rawRoutesOf(service({ http })))];
  const header = { match: [{ headers: { a: { exact: 'b' } } }], ...route };
  const path = (prefix: string) => ({ match: [{ uri: { prefix } }], ...route });
  const port = (number: number) => ({ match: [{ port: number }], ...route });

  it.each([
    ['the one without match', [header, path('/api'), route], ['/spec/http/2']],
    ['a prefix of everything', [header, path('/')], ['/spec/http/1']],
    ['one for each port', [header, port(80), port(90), port(80)], ['/spec/http/1', '/spec/http/2']],
    ['not one that another hides', [route, route], ['/spec/http/0']],
    ['not one for a port behind one that takes everything', [route, port(80)], ['/spec/http/0']],
    ['else the first that asks only for a path', [header, path('/a'), path('/b')], ['/spec/http/1']],
    ['none, where every route asks for more', [header], []],
  ])('%s', (_, http, expected) => {
    expect(defaults(http)).toEqual(expected);
  });
});
