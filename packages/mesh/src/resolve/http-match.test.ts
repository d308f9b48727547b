import { describe, expect, it } from 'vitest';
import type { HttpMatch } from '../resources/istio.ts';
import { compileHttpMatch, isMatchForClient } from './http-match.ts';
import { RequestView } from './request-view.ts';
import { atGateway, inBank, inShop } from './testing/world.ts';
import type { RouteRequest } from './types.ts';

const request = (part: Partial<RouteRequest>): RequestView =>
  new RequestView({ host: 'alpha', port: 8080, ...part }, 'http');

const accepts = (match: HttpMatch, part: Partial<RouteRequest> = {}): boolean =>
  compileHttpMatch(match).accepts(request(part));

const x = (value: string) => ({ headers: { x: value } });

describe('E1: HTTP matches on requests (research/istio-kubernetes.md 2.3, 2.10.8; measured with Envoy)', () => {
  it.each<[string, HttpMatch, Partial<RouteRequest>, boolean]>([
    ['exact uri', { uri: { exact: '/a' } }, { path: '/a' }, true],
    ['exact uri, longer', { uri: { exact: '/a' } }, { path: '/a/' }, false],
    ['exact uri, other case', { uri: { exact: '/a' } }, { path: '/A' }, false],
    ['exact uri, case ignored', { uri: { exact: '/Ab' }, ignoreUriCase: true }, { path: '/aB' }, true],
    ['prefix is plain text', { uri: { prefix: '/a' } }, { path: '/ab' }, true],
    ['prefix, case ignored', { uri: { prefix: '/API' }, ignoreUriCase: true }, { path: '/api/x' }, true],
    ['regex matches the whole path', { uri: { regex: '/re[0-9]+' } }, { path: '/re12' }, true],
    ['regex, more behind', { uri: { regex: '/re[0-9]+' } }, { path: '/re12x' }, false],
    ['regex, something before', { uri: { regex: 're' } }, { path: '/re' }, false],
    ['case is not ignored for regex', { uri: { regex: '/A' }, ignoreUriCase: true }, { path: '/a' }, false],
    ['uri never sees the query', { uri: { exact: '/a' } }, { path: '/a?b=1' }, true],
    ['uri without a kind takes everything', { uri: {} }, { path: '/z' }, true],
    ['method', { method: { exact: 'POST' } }, { method: 'POST' }, true],
    ['method is GET unless told', { method: { exact: 'GET' } }, {}, true],
    ['scheme', { scheme: { exact: 'http' } }, {}, true],
    ['scheme https', { scheme: { exact: 'https' } }, {}, false],
    ['authority has the port', { authority: { exact: 'alpha:8080' } }, {}, true],
    ['authority without port', { authority: { exact: 'alpha' } }, {}, false],
    ['authority on port 80', { authority: { exact: 'alpha' } }, { port: 80 }, true],
    ['authority as sent', { authority: { exact: 'alpha' } }, { headers: { host: 'alpha' } }, true],
    ['the header host is the authority', { headers: { Host: { prefix: 'alpha:' } } }, {}, true],
    ['pseudo header :method', { headers: { ':method': { exact: 'PUT' } } }, { method: 'PUT' }, true],
    ['header exact', { headers: { x: { exact: 'a' } } }, x('a'), true],
    ['header exact, other', { headers: { x: { exact: 'a' } } }, x('b'), false],
    ['header names ignore case', { headers: { 'X-My': { exact: 'a' } } }, { headers: { 'x-my': 'a' } }, true],
    ['header values keep it', { headers: { x: { exact: 'a' } } }, x('A'), false],
    ['header prefix', { headers: { x: { prefix: 'ab' } } }, x('abc'), true],
    ['header regex, whole', { headers: { x: { regex: 'a.c' } } }, x('abcd'), false],
    ['header missing', { headers: { x: { exact: '' } } }, {}, false],
    ['header presence', { headers: { x: {} } }, x(''), true],
    ['header presence, missing', { headers: { x: {} } }, {}, false],
    ['2.10.6 header regex * is presence', { headers: { x: { regex: '*' } } }, x('anything'), true],
    ['withoutHeaders, other value', { withoutHeaders: { x: { exact: 'a' } } }, x('b'), true],
    ['withoutHeaders, that value', { withoutHeaders: { x: { exact: 'a' } } }, x('a'), false],
    ['withoutHeaders, missing', { withoutHeaders: { x: { exact: 'a' } } }, {}, true],
    ['withoutHeaders, missing counts as empty', { withoutHeaders: { x: { exact: '' } } }, {}, false],
    ['withoutHeaders presence, missing', { withoutHeaders: { x: {} } }, {}, true],
    ['withoutHeaders presence, there', { withoutHeaders: { x: {} } }, x('a'), false],
    ['query parameter', { queryParams: { a: { exact: '1' } } }, { path: '/?b=2&a=1' }, true],
    ['query parameter, first of two', { queryParams: { a: { exact: '1' } } }, { path: '/?a=2&a=1' }, false],
    ['query parameter, nothing decoded', { queryParams: { a: { exact: '1' } } }, { path: '/?a=%31' }, false],
    ['query parameter presence', { queryParams: { b: {} } }, { path: '/?b' }, true],
    ['query parameter presence, missing', { queryParams: { b: {} } }, { path: '/' }, false],
    ['all fields must agree', { uri: { prefix: '/a' }, headers: { x: {} } }, { path: '/a' }, false],
    ['claims are unknown', { headers: { '@request.auth.claims.group': { exact: 'a' } } }, {}, false],
    ['an empty match takes everything', {}, { path: '/z' }, true],
  ])('E1: %s', (_name, match, part, expected) => {
    expect(accepts(match, part)).toBe(expected);
  });

  it.each([
    ['/a/../login', '/login'],
    ['/%6cogin', '/login'],
    ['/./login', '/login'],
    ['/a/%2e%2e/login', '/login'],
    ['/../login', '/login'],
    ['/a/b/..', '/a/'],
    ['/a/.', '/a/'],
    ['/b\\c', '/b/c'],
    ['/a%20b', '/a%20b'],
    ['/a b', '/a%20b'],
    ['/x%2Fy', '/x%2Fy'],
    ['//login', '//login'],
    ['/ü', '/%C3%BC'],
    ['/%zz', '/%zz'],
    ['login', '/login'],
    ['/a#b', '/a'],
  ])('2.10.8: the path %s is matched as %s', (path, normalised) => {
    expect(accepts({ uri: { exact: normalised } }, { path })).toBe(true);
  });

  it('2.10.8: %2F is no slash, and its case counts', () => {
    expect(accepts({ uri: { exact: '/x/y' } }, { path: '/x%2Fy' })).toBe(false);
    expect(accepts({ uri: { exact: '/x%2Fy' } }, { path: '/x%2fy' })).toBe(false);
  });

  it.each<[HttpMatch, boolean]>([
    [{}, true],
    [{ uri: { prefix: '/' } }, true],
    [{ uri: { regex: '.*' } }, true],
    [{ uri: { prefix: '/' }, headers: { x: {} } }, false],
    [{ uri: { prefix: '/a' } }, false],
    [{ uri: { regex: '/.*' } }, false],
    [{ uri: { exact: '/' } }, false],
    [{ method: { exact: 'GET' } }, false],
    [{ withoutHeaders: { x: {} } }, false],
    [{ queryParams: { x: {} } }, false],
  ])('2.3: %j ends the list: %s', (match, expected) => {
    expect(compileHttpMatch(match).catchAll).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['a regex that RE2 refuses', { uri: { regex: '(?=a)' } }],
    ['a number as exact', { uri: { exact: 7 } }],
    ['a text as condition', { headers: { x: 'a' } }],
    ['a text as headers', { headers: 'x' }],
    ['a list as uri', { uri: ['/'] }],
    ['one bad condition among good ones', { uri: { prefix: '/' }, withoutHeaders: { x: { regex: '(' } } }],
  ])('S4: %s matches nothing, rather than too much', (_name, match) => {
    expect(accepts(match as HttpMatch, x('a'))).toBe(false);
    expect(compileHttpMatch(match as HttpMatch).catchAll).toBe(false);
  });

  it("T: a user's regex runs on RE2: linear where backtracking would not end", () => {
    expect(accepts({ uri: { regex: '/(a+)+b' } }, { path: `/${'a'.repeat(5000)}` })).toBe(false);
  });
});

describe('2.3: config-time selectors', () => {
  it.each<[string, HttpMatch, boolean]>([
    ['no selector', {}, true],
    ['port', { port: 8080 }, true],
    ['another port', { port: 80 }, false],
    ['labels', { sourceLabels: { app: 'client' } }, true],
    ['labels, one wrong', { sourceLabels: { app: 'client', version: 'v2' } }, false],
    ['namespace', { sourceNamespace: 'shop' }, true],
    ['another namespace', { sourceNamespace: 'bank' }, false],
    [
      'mesh replaces labels and namespace',
      { gateways: ['mesh'], sourceLabels: { app: 'x' }, sourceNamespace: 'x' },
      true,
    ],
    ['another gateway', { gateways: ['entry'] }, false],
    ['port counts with gateways too', { gateways: ['mesh'], port: 80 }, false],
    ['S4: malformed labels', { sourceLabels: 'app' as never }, false],
    ['S4: malformed gateways', { gateways: 'mesh' as never }, false],
    ['S4: malformed port', { port: '8080' as never }, false],
  ])('2.3: %s for a sidecar of shop on port 8080', (_name, match, expected) => {
    expect(isMatchForClient(match, inShop, 8080, 'shop')).toBe(expected);
  });

  it("2.3: gateways are resolved in the rule's namespace", () => {
    expect(isMatchForClient({ gateways: ['entry'] }, atGateway, 80, 'shop')).toBe(true);
    expect(isMatchForClient({ gateways: ['entry'] }, atGateway, 80, 'bank')).toBe(false);
    expect(isMatchForClient({ sourceNamespace: 'bank' }, inBank, 80, 'shop')).toBe(true);
  });
});
