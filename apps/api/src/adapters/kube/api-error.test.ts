import { describe, expect, it } from 'vitest';
import { ClusterError } from '../../ports/cluster-writer.ts';
import { errorFromResponse, parseRetryAfter } from './api-error.ts';

const status = (code: number, reason: string, message: string) =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });

describe('errorFromResponse', () => {
  it.each([
    [409, 'Conflict', 'the object has been modified', 'conflict'],
    [409, 'AlreadyExists', 'virtualservices "x" already exists', 'already-exists'],
    [404, 'NotFound', 'virtualservices "x" not found', 'not-found'],
    [403, 'Forbidden', 'User "u" cannot patch', 'forbidden'],
    [422, 'Invalid', 'weight: Invalid value', 'invalid'],
    [400, 'BadRequest', 'strict decoding error: unknown field "spec.htp"', 'invalid'],
    [415, 'UnsupportedMediaType', 'unknown format', 'invalid'],
    [400, 'BadRequest', 'admission webhook "validation.istio.io" denied the request: weight < 0', 'rejected'],
    [403, 'Forbidden', 'admission webhook "policy.example" denied the request: not today', 'rejected'],
    [422, 'Invalid', "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no", 'rejected'],
    [429, 'TooManyRequests', 'slow down', 'rate-limited'],
    [500, 'InternalError', 'failed calling webhook "validation.istio.io": no endpoints', 'internal'],
    [503, 'ServiceUnavailable', 'starting', 'unreachable'],
  ] as const)('W8: %i %s is told as what it is (%s)', (code, reason, message, kind) => {
    const error = errorFromResponse(code, status(code, reason, message), undefined, 0);
    expect(error).toBeInstanceOf(ClusterError);
    expect(error).toMatchObject({ kind, status: code, message });
  });

  it('a proxy in between answers with HTML: the message is a sentence, not a page', () => {
    const error = errorFromResponse(502, '<html><body>Bad Gateway</body></html>', undefined, 0);
    expect(error).toMatchObject({ kind: 'unreachable', message: 'The API server answered 502.' });
  });

  it('plain text is kept, long text is cut', () => {
    expect(errorFromResponse(404, '404 page not found\n', undefined, 0).message).toBe('404 page not found');
    expect(errorFromResponse(422, status(422, 'Invalid', 'x'.repeat(9000)), undefined, 0).message).toHaveLength(2000);
  });

  it('a 401 says what is wrong, which the server does not', () => {
    const error = errorFromResponse(401, status(401, 'Unauthorized', 'Unauthorized'), undefined, 0);
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toContain('does not accept the credential');
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Thu, 01 Jan 1970 00:00:09 GMT', 4_000],
    ['-3', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (header, expected) => {
    expect(parseRetryAfter(header, 5_000)).toBe(expected);
  });
});
