import { describe, expect, it } from 'vitest';
import { errorFromNetwork, isNoConnection, isStaleConnection } from './network-error.ts';

const server = { server: new URL('https://user:secret@cluster.example:6443/prefix') };
const withCode = (code: string) => Object.assign(new Error('raw'), { code });

describe('errorFromNetwork', () => {
  it.each([
    ['ECONNREFUSED', /Nothing listens at cluster\.example:6443; check/],
    ['ENOTFOUND', /cannot be resolved/],
    ['ETIMEDOUT', /does not answer/],
    ['UND_ERR_CONNECT_TIMEOUT', /does not answer/],
    ['UND_ERR_HEADERS_TIMEOUT', /did not answer in time/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /correct certificate-authority/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /correct certificate-authority/],
    ['CERT_HAS_EXPIRED', /has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /tls-server-name/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /TLS connection/],
    ['ESOMETHING', /cannot be reached \(ESOMETHING\)/],
  ])('%s is a sentence that says what to do', (code, expected) => {
    const error = errorFromNetwork(withCode(code), server);
    expect(error).toMatchObject({ kind: 'unreachable', status: 0 });
    expect(error.message).toMatch(expected);
    expect(error.message).not.toContain('secret');
  });

  it('names the proxy on the way, without its password', () => {
    const error = errorFromNetwork(withCode('ECONNREFUSED'), { ...server, proxyUrl: 'http://me:secret@proxy:3128' });
    expect(error.message).toMatch(/^Nothing listens at cluster\.example:6443 \(by the proxy proxy:3128\); check/);
  });

  it('finds the reason inside what Node and undici wrap around it', () => {
    const wrapped = Object.assign(new Error('x'), { cause: withCode('ECONNREFUSED') });
    expect(errorFromNetwork(wrapped, server).message).toMatch(/Nothing listens/);
    expect(errorFromNetwork(new AggregateError([withCode('ECONNREFUSED')]), server).message).toMatch(/Nothing listens/);
    expect(errorFromNetwork('odd', server).message).toBe('cluster.example:6443 cannot be reached; check your network.');
  });

  it('tells a stale connection from a server that is not there', () => {
    expect(isStaleConnection(withCode('UND_ERR_SOCKET'))).toBe(true);
    expect(isStaleConnection(withCode('ECONNREFUSED'))).toBe(false);
    expect(
      ['ECONNREFUSED', 'SELF_SIGNED_CERT_IN_CHAIN', 'UND_ERR_SOCKET'].map((code) => isNoConnection(withCode(code))),
    ).toEqual([true, true, false]);
  });
});
