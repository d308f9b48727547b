import { ApiError } from './api-error.ts';

const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);

/** Sentences by error code; `host` is the API server without credentials. */
const SENTENCES: Readonly<Record<string, (host: string) => string>> = {
  ECONNREFUSED: (host) =>
    `Nothing listens at ${host}; check that the cluster runs and that the server in the kubeconfig is right.`,
  ENOTFOUND: (host) =>
    `The name of ${host} cannot be resolved; check the server in the kubeconfig and your VPN or DNS.`,
  EAI_AGAIN: (host) => `The name of ${host} cannot be resolved at the moment; check your network.`,
  EHOSTUNREACH: (host) => `There is no way to ${host}; check your network or VPN.`,
  ENETUNREACH: (host) => `There is no way to ${host}; check your network or VPN.`,
  ETIMEDOUT: (host) => `${host} does not answer; check your network or VPN.`,
  UND_ERR_CONNECT_TIMEOUT: (host) => `${host} does not answer; check your network or VPN.`,
  UND_ERR_HEADERS_TIMEOUT: (host) => `${host} took the request but did not answer in time.`,
  UND_ERR_BODY_TIMEOUT: (host) => `${host} stopped in the middle of its answer.`,
  ECONNRESET: (host) => `${host} closed the connection.`,
  EPIPE: (host) => `${host} closed the connection.`,
  UND_ERR_SOCKET: (host) => `${host} closed the connection.`,
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired; renew the cluster's certificates.`,
  CERT_NOT_YET_VALID: (host) => `The certificate of ${host} is not valid yet; check this machine's clock.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) =>
    `The certificate of ${host} is for another name; correct server or tls-server-name in the kubeconfig.`,
  EPROTO: (host) =>
    `${host} does not speak TLS as expected; check whether the server in the kubeconfig is http or https.`,
};

/** Codes of an idle connection that the server closed while a request was on its way: safe to repeat when it changes nothing. */
const STALE_CONNECTION = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The way that a request took. */
export interface Route {
  readonly server: URL;
  readonly proxyUrl?: string;
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** An `unreachable` error of a request that got no whole answer, as a sentence that says what to do. */
export function errorFromNetwork(error: unknown, { server, proxyUrl }: Route): ApiError {
  if (error instanceof ApiError) return error;
  const code = networkCode(error);
  const proxy = proxyUrl !== undefined && URL.canParse(proxyUrl) ? ` (by the proxy ${new URL(proxyUrl).host})` : '';
  const host = `${server.host}${proxy}`;
  const cause = { cause: error };
  if (UNTRUSTED.has(code)) {
    const message = `The certificate of ${host} is not signed by an authority that the kubeconfig trusts; correct certificate-authority in the kubeconfig.`;
    return new ApiError('unreachable', 0, message, cause);
  }
  const sentence = SENTENCES[code];
  if (sentence !== undefined) return new ApiError('unreachable', 0, sentence(host), cause);
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.startsWith('ERR_OSSL')) {
    const message = `The TLS connection to ${host} failed (${code}); check the certificates in the kubeconfig.`;
    return new ApiError('unreachable', 0, message, cause);
  }
  return new ApiError(
    'unreachable',
    0,
    `${host} cannot be reached${code === '' ? '' : ` (${code})`}; check your network.`,
    cause,
  );
}

/** Whether there never was a connection: nobody listens, the name is unknown, or its certificate is not trusted. */
export function isNoConnection(error: unknown): boolean {
  const code = networkCode(error);
  return UNTRUSTED.has(code) || NO_CONNECTION.has(code);
}

export const isStaleConnection = (error: unknown): boolean => STALE_CONNECTION.has(networkCode(error));

/** Node wraps: happy eyeballs in an AggregateError, undici in `cause`. */
function networkCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  if (Array.isArray(errors)) return networkCode(errors[0]);
  return cause === undefined ? '' : networkCode(cause);
}
