import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../ports/clock.ts';
import { ApiError } from './api-error.ts';
import type { KubeContext } from './kube-context.ts';
import { pluginCredential } from './plugin-credential.ts';

/** What TLS needs, as Node names it. */
interface TlsOptions {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/** How to speak to the API server right now. `version` changes with the TLS options. */
export interface Connection {
  readonly server: URL;
  readonly proxyUrl?: string;
  readonly tls: TlsOptions;
  readonly version: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

export interface Credentials {
  /** Rejects with an ApiError of kind `unauthenticated` when a file or plugin gives nothing. */
  readonly connection: () => Promise<Connection>;
  /** After a 401: forgets what is cached and reads the kubeconfig again. False when that was just done. */
  readonly renew: () => boolean;
  /** After a failed connection: reads the kubeconfig again. True when it says something new, as after a cluster was made anew. */
  readonly reread: () => boolean;
}

/** Files and plugins are asked again this often: tokens of service accounts are rotated on disk (client-go: one minute). */
const FRESH_MS = 60_000;
/** A server that keeps refusing must not make a plugin run, or the file be read, for every request. */
const RENEW_MS = 5_000;

/** The credentials of a context. `reload` reads the kubeconfig again, for somebody may have signed in anew. */
export function createCredentials(initial: KubeContext, reload: () => KubeContext, clock: Clock): Credentials {
  let context = initial;
  let cached: { readonly connection: Promise<Connection>; readonly atMs: number } | undefined;
  let renewedAtMs = Number.NEGATIVE_INFINITY;
  let rereadAtMs = Number.NEGATIVE_INFINITY;
  let tls: { readonly fingerprint: string; readonly version: number } = { fingerprint: '', version: 0 };

  const build = async (): Promise<Connection> => {
    const read = await readConnection(context);
    const fingerprint = JSON.stringify([read.server.href, read.proxyUrl, Object.values(read.tls).map(String)]);
    if (fingerprint !== tls.fingerprint) tls = { fingerprint, version: tls.version + 1 };
    return { ...read, version: tls.version };
  };

  return {
    connection: () => {
      const nowMs = clock.nowMs();
      if (cached === undefined || nowMs - cached.atMs >= FRESH_MS) {
        const entry = { connection: build(), atMs: nowMs };
        cached = entry;
        entry.connection.catch(() => {
          if (cached === entry) cached = undefined;
        });
      }
      return cached.connection;
    },
    renew: () => {
      const nowMs = clock.nowMs();
      if (nowMs - renewedAtMs < RENEW_MS) return false;
      renewedAtMs = nowMs;
      cached = undefined;
      context = reloadOr(reload, context);
      return true;
    },
    reread: () => {
      const nowMs = clock.nowMs();
      if (nowMs - rereadAtMs < RENEW_MS) return false;
      rereadAtMs = nowMs;
      const next = reloadOr(reload, context);
      if (isDeepStrictEqual(next, context)) return false;
      context = next;
      cached = undefined;
      return true;
    },
  };
}

/** A file that is gone or half written changes nothing; what failed is reported by the request itself. */
function reloadOr(reload: () => KubeContext, context: KubeContext): KubeContext {
  try {
    return reload();
  } catch {
    return context;
  }
}

async function readConnection(context: KubeContext): Promise<Omit<Connection, 'version'>> {
  const { cluster, user } = context;
  const [ca, cert, key, token] = await Promise.all([
    pem(cluster.caData, cluster.caFile, 'certificate authority'),
    pem(user.certData, user.certFile, 'client certificate'),
    pem(user.keyData, user.keyFile, 'client key'),
    bearerToken(context),
  ]);
  const plugin = user.exec === undefined && user.authProvider === undefined ? {} : await pluginCredential(context);
  return {
    server: cluster.server,
    ...(cluster.proxyUrl === undefined ? {} : { proxyUrl: cluster.proxyUrl }),
    tls: {
      ...defined('ca', ca),
      ...defined('cert', plugin.cert ?? cert),
      ...defined('key', plugin.key ?? key),
      ...defined('servername', cluster.tlsServerName),
      rejectUnauthorized: !cluster.skipTlsVerify,
    },
    headers: { ...authorization(context, plugin.authorization, token), ...impersonation(context) },
  };
}

function authorization(
  context: KubeContext,
  plugin: string | undefined,
  token: string | undefined,
): Record<string, string> {
  const { username, password } = context.user;
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (plugin !== undefined) return { authorization: plugin };
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

function impersonation(context: KubeContext): Record<string, string | string[]> {
  const { impersonate } = context.user;
  if (impersonate === undefined) return {};
  const groups = impersonate.groups.length === 0 ? {} : { 'impersonate-group': [...impersonate.groups] };
  return { 'impersonate-user': impersonate.user, ...groups };
}

/** A token file wins over a token, as in client-go; it is read each time because it is rotated. */
async function bearerToken(context: KubeContext): Promise<string | undefined> {
  const { token, tokenFile } = context.user;
  if (tokenFile === undefined) return token;
  const content = (await readCredentialFile(tokenFile, 'token')).toString('utf8').trim();
  return content === '' ? token : content;
}

async function pem(data: string | undefined, file: string | undefined, what: string): Promise<Buffer | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64');
  return file === undefined ? undefined : readCredentialFile(file, what);
}

async function readCredentialFile(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ApiError(
      'unauthenticated',
      0,
      `The ${what} file ${file} of the kubeconfig cannot be read (${reason}); restore the file or correct the kubeconfig.`,
    );
  }
}

const defined = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
