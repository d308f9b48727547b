import type { RequestOptions } from 'node:https';
import { basename } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { ApiError } from './api-error.ts';
import type { KubeContext } from './kube-context.ts';

export interface PluginCredential {
  /** The whole header value. */
  readonly authorization?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** One KubeConfig a context: it caches the plugin's answer until that expires. A reloaded context is a new object, and so starts anew. */
const configs = new WeakMap<KubeContext, Promise<KubeConfig>>();

/**
 * What an exec plugin (aws, gcloud, kubelogin …) or a legacy auth provider says, asked by client-node. The library is loaded
 * only for users who need it: it costs 70 MB and half a second. Rejects with an ApiError that names the plugin; what a plugin
 * prints may hold secrets and is left out.
 */
export async function pluginCredential(context: KubeContext): Promise<PluginCredential> {
  const known = configs.get(context) ?? createKubeConfig(context);
  configs.set(context, known);
  const options: RequestOptions = {};
  try {
    await (await known).applyToHTTPSOptions(options);
  } catch (error) {
    throw pluginFailure(context, error);
  }
  const header = (options.headers as Readonly<Record<string, unknown>> | undefined)?.Authorization;
  return {
    ...(typeof header === 'string' ? { authorization: header } : {}),
    ...(typeof options.cert === 'string' ? { cert: options.cert } : {}),
    ...(typeof options.key === 'string' ? { key: options.key } : {}),
  };
}

async function createKubeConfig(context: KubeContext): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const { exec, authProvider } = context.user;
  config.loadFromString(
    JSON.stringify({
      // client-node refuses plain http unless TLS is skipped, which means nothing there.
      clusters: [
        { name: 'cluster', cluster: { server: context.cluster.server.href, 'insecure-skip-tls-verify': true } },
      ],
      users: [
        {
          name: 'user',
          user: { ...(exec === undefined ? {} : { exec: withExecInfo(exec) }), 'auth-provider': authProvider },
        },
      ],
      contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
      'current-context': 'context',
    }),
  );
  return config;
}

/** Plugins read which answer is wanted from KUBERNETES_EXEC_INFO; client-go always sets it, client-node never. */
function withExecInfo(exec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const apiVersion = typeof exec.apiVersion === 'string' ? exec.apiVersion : 'client.authentication.k8s.io/v1';
  const info = { kind: 'ExecCredential', apiVersion, spec: { interactive: false } };
  const env = Array.isArray(exec.env) ? exec.env : [];
  return { ...exec, env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] };
}

function pluginFailure(context: KubeContext, error: unknown): ApiError {
  const { exec } = context.user;
  const user = `user "${context.userName}"`;
  if (exec === undefined) {
    return new ApiError(
      'unauthenticated',
      0,
      `The sign-in of ${user} could not be renewed; sign in again with kubectl.`,
    );
  }
  const command = basename(String(exec.command ?? 'without a name'));
  const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  return new ApiError(
    'unauthenticated',
    0,
    missing
      ? `The credential plugin "${command}" of ${user} is not installed; install it or put it on PATH.`
      : `The credential plugin "${command}" of ${user} gave no credential; run kubectl get pods to see why, and sign in again.`,
  );
}
