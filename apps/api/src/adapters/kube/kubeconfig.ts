import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inClusterContext, isInCluster } from './in-cluster.ts';
import type { KubeContext } from './kube-context.ts';
import { type KubeconfigDocument, mergeDocuments, type NamedEntry, readDocument } from './kubeconfig-document.ts';
import { KubeconfigError } from './kubeconfig-error.ts';

export interface KubeconfigOptions {
  readonly kubeconfigPath?: string;
  readonly context?: string;
  /** KUBECONFIG, HOME and the KUBERNETES_SERVICE_ variables are Kubernetes' own conventions, not Weir's settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The context to use: of the named file, else of the files in KUBECONFIG (the first that has an entry wins, as kubectl reads
 * them), else of `~/.kube/config`, else the pod's own service account. Throws a KubeconfigError.
 */
export function loadKubeconfig(options: KubeconfigOptions): KubeContext {
  const files = kubeconfigFiles(options);
  if (files.length === 0) {
    if (isInCluster(options.environment)) return inClusterContext(options.environment);
    throw new KubeconfigError(
      'no-kubeconfig',
      'No kubeconfig was found: there is no ~/.kube/config, KUBECONFIG is not set, and this is not a pod; pass one with --kubeconfig FILE.',
    );
  }
  return selectContext(mergeDocuments(files.map(readDocument)), options.context, files.join(', '));
}

function kubeconfigFiles(options: KubeconfigOptions): readonly string[] {
  if (options.kubeconfigPath !== undefined) return [options.kubeconfigPath];
  const listed = (options.environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) {
    // As kubectl: files of the list that do not exist are passed over, as long as one does.
    const existing = listed.filter(fileExists);
    return existing.length > 0 ? existing : listed;
  }
  const home = options.environment.HOME ?? options.environment.USERPROFILE;
  const usual = home === undefined ? undefined : join(home, '.kube', 'config');
  return usual !== undefined && fileExists(usual) ? [usual] : [];
}

function fileExists(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
}

function selectContext(document: KubeconfigDocument, wanted: string | undefined, source: string): KubeContext {
  const name = wanted ?? document.currentContext;
  const known = document.contexts.map((context) => context.name);
  if (name === undefined || name === '') {
    throw new KubeconfigError(
      'no-current-context',
      `${source} sets no current-context; choose one with --context (${listNames(known)}).`,
    );
  }
  const context = document.contexts.find((entry) => entry.name === name);
  if (context === undefined) {
    throw new KubeconfigError(
      'unknown-context',
      `${source} has no context "${name}"; choose one with --context (${listNames(known)}).`,
    );
  }
  const cluster = findEntry(document.clusters, context.cluster, `cluster of context "${name}"`, source);
  const user = findEntry(document.users, context.user, `user of context "${name}"`, source);
  return { name, userName: context.user ?? '', cluster: cluster.value, user: user.value };
}

function findEntry<T>(
  entries: readonly NamedEntry<T>[],
  name: string | undefined,
  what: string,
  source: string,
): NamedEntry<T> {
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  throw new KubeconfigError(
    'incomplete',
    `${source}: the ${what} is ${name === undefined ? 'not named' : `"${name}", which the file does not define`}; correct the file or choose another context with --context.`,
  );
}

const listNames = (names: readonly string[]): string =>
  names.length === 0
    ? 'the file defines none'
    : `it has: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`;
