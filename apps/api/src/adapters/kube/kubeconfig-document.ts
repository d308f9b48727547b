import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { type Fields, isFields } from './fields.ts';
import type { ClusterEntry, UserEntry } from './kube-context.ts';
import { KubeconfigError } from './kubeconfig-error.ts';

export interface NamedEntry<T> {
  readonly name: string;
  readonly value: T;
}

/** A kubeconfig file as far as Weir reads it, with absolute paths. */
export interface KubeconfigDocument {
  readonly clusters: readonly NamedEntry<ClusterEntry>[];
  readonly users: readonly NamedEntry<UserEntry>[];
  readonly contexts: readonly { readonly name: string; readonly cluster?: string; readonly user?: string }[];
  readonly currentContext?: string;
}

/** Reads one file. Throws a KubeconfigError that never quotes the file's content: a token may stand in the bad line. */
export function readDocument(file: string): KubeconfigDocument {
  const content = parseYaml(readText(file), file);
  if (!isFields(content)) {
    throw new KubeconfigError(
      'bad-yaml',
      `${file} is not a kubeconfig: it holds no mapping; check the file given by --kubeconfig.`,
    );
  }
  const folder = dirname(resolve(file));
  const current = text(content['current-context']);
  return {
    clusters: namedEntries(content.clusters, 'cluster', file).map(({ name, fields }) => ({
      name,
      value: clusterEntry(fields, folder, `${file}: cluster "${name}"`),
    })),
    users: namedEntries(content.users, 'user', file).map(({ name, fields }) => ({
      name,
      value: userEntry(fields, folder),
    })),
    contexts: namedEntries(content.contexts, 'context', file).map(({ name, fields }) => ({
      name,
      ...optional('cluster', text(fields.cluster)),
      ...optional('user', text(fields.user)),
    })),
    ...optional('currentContext', current === '' ? undefined : current),
  };
}

/** Several files as one: of entries with the same name the first wins, as kubectl reads KUBECONFIG. */
export function mergeDocuments(documents: readonly KubeconfigDocument[]): KubeconfigDocument {
  const current = documents.find((document) => document.currentContext !== undefined)?.currentContext;
  return {
    clusters: documents.flatMap((document) => document.clusters),
    users: documents.flatMap((document) => document.users),
    contexts: documents.flatMap((document) => document.contexts),
    ...optional('currentContext', current),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new KubeconfigError('missing-file', `There is no file ${file}; check --kubeconfig or KUBECONFIG.`)
      : new KubeconfigError(
          'unreadable-file',
          `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}); check its permissions.`,
        );
  }
}

function parseYaml(content: string, file: string): unknown {
  try {
    return parse(content);
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const where = line === undefined ? '' : ` (line ${line})`;
    throw new KubeconfigError('bad-yaml', `${file} is not valid YAML${where}; correct the file.`);
  }
}

function namedEntries(
  list: unknown,
  key: 'cluster' | 'user' | 'context',
  file: string,
): readonly { name: string; fields: Fields }[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list))
    throw new KubeconfigError('incomplete', `${file}: "${key}s" is not a list; correct the file.`);
  return list.map((entry: unknown, index) => {
    const name = isFields(entry) ? text(entry.name) : undefined;
    if (!isFields(entry) || name === undefined) {
      throw new KubeconfigError('incomplete', `${file}: ${key}s[${index}] has no name; correct the file.`);
    }
    return { name, fields: isFields(entry[key]) ? entry[key] : {} };
  });
}

function clusterEntry(fields: Fields, folder: string, where: string): ClusterEntry {
  const server = text(fields.server);
  const url = server === undefined ? undefined : httpUrl(server);
  if (url === undefined) {
    throw new KubeconfigError('incomplete', `${where} has no usable server; it must be a URL like https://host:6443.`);
  }
  return {
    server: url,
    skipTlsVerify: fields['insecure-skip-tls-verify'] === true,
    ...optional('caFile', path(fields['certificate-authority'], folder)),
    ...optional('caData', text(fields['certificate-authority-data'])),
    ...optional('tlsServerName', text(fields['tls-server-name'])),
    ...optional('proxyUrl', text(fields['proxy-url'])),
  };
}

function userEntry(fields: Fields, folder: string): UserEntry {
  const user = text(fields.as);
  const groups = Array.isArray(fields['as-groups'])
    ? fields['as-groups'].filter((group) => typeof group === 'string')
    : [];
  return {
    ...optional('token', text(fields.token)),
    ...optional('tokenFile', path(fields.tokenFile, folder)),
    ...optional('username', text(fields.username)),
    ...optional('password', text(fields.password)),
    ...optional('certFile', path(fields['client-certificate'], folder)),
    ...optional('certData', text(fields['client-certificate-data'])),
    ...optional('keyFile', path(fields['client-key'], folder)),
    ...optional('keyData', text(fields['client-key-data'])),
    ...optional('impersonate', user === undefined ? undefined : { user, groups }),
    ...optional('exec', isFields(fields.exec) ? withAbsoluteCommand(fields.exec, folder) : undefined),
    ...optional('authProvider', isFields(fields['auth-provider']) ? fields['auth-provider'] : undefined),
  };
}

/** A command with a slash is relative to the kubeconfig; one without is looked up on PATH (client-go's rule). */
function withAbsoluteCommand(exec: Fields, folder: string): Fields {
  const command = text(exec.command);
  return command?.includes('/') && !isAbsolute(command) ? { ...exec, command: resolve(folder, command) } : exec;
}

function httpUrl(server: string): URL | undefined {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

function path(value: unknown, folder: string): string | undefined {
  const file = text(value);
  return file === undefined || file === '' ? undefined : resolve(folder, file);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `{[key]: value}` or nothing: optional fields are absent, never undefined. */
const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
