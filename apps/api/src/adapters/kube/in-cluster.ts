import { accessSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import type { KubeContext } from './kube-context.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
type Environment = Readonly<Record<string, string | undefined>>;

/** Whether this process runs in a pod with a mounted service account. */
export function isInCluster(environment: Environment): boolean {
  if (environment.KUBERNETES_SERVICE_HOST === undefined || environment.KUBERNETES_SERVICE_PORT === undefined)
    return false;
  try {
    accessSync(`${SERVICE_ACCOUNT}/token`);
    return true;
  } catch {
    return false;
  }
}

/** The API server and service account that Kubernetes gives every pod. The token is rotated, so it is read from its file. */
export function inClusterContext(environment: Environment): KubeContext {
  const host = environment.KUBERNETES_SERVICE_HOST ?? '';
  return {
    name: 'in-cluster',
    userName: 'service account',
    cluster: {
      server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${environment.KUBERNETES_SERVICE_PORT}`),
      caFile: `${SERVICE_ACCOUNT}/ca.crt`,
      skipTlsVerify: false,
    },
    user: { tokenFile: `${SERVICE_ACCOUNT}/token` },
  };
}
