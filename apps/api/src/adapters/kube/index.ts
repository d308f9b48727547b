import type { AccessReviewer } from '../../ports/access-reviewer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterSource } from '../../ports/cluster-source.ts';
import type { ClusterWriter } from '../../ports/cluster-writer.ts';
import type { PodHttp } from '../../ports/pod-http.ts';
import { createAccessReviewer } from './access-reviewer.ts';
import { createApiClient } from './api-client.ts';
import { createClusterSource } from './cluster-source.ts';
import { createClusterWriter } from './cluster-writer.ts';
import { createCredentials } from './credentials.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import type { Logger } from './logger.ts';
import { createPodHttp } from './pod-http.ts';

export { KubeconfigError } from './kubeconfig-error.ts';

export interface KubeClusterOptions {
  /** Default: KUBECONFIG, `~/.kube/config`, or the pod's service account. */
  readonly kubeconfigPath?: string;
  /** Default: the kubeconfig's current context. */
  readonly context?: string;
  /** Only these namespaces, for those who may not list across the cluster. Default: all. */
  readonly namespaces?: readonly string[];
  /** Where KUBECONFIG, HOME and the pod's KUBERNETES_SERVICE_ variables are looked up. Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
}

/** One cluster behind the ports. */
export interface KubeCluster {
  /** The context's name. */
  readonly name: string;
  readonly source: ClusterSource;
  readonly writer: ClusterWriter;
  readonly access: AccessReviewer;
  readonly podHttp: PodHttp;
  /** Ends the connections, after `source.stop()`. */
  readonly close: () => Promise<void>;
}

/** Connects the ports to the cluster of a kubeconfig. Throws a KubeconfigError; sends nothing before it is used. */
export function createKubeCluster(options: KubeClusterOptions): KubeCluster {
  const { clock, logger, random } = options;
  const load = () => loadKubeconfig({ ...options, environment: options.environment ?? process.env });
  const context = load();
  const api = createApiClient(createCredentials(context, load, clock), clock);
  const server = `${context.cluster.server.origin}${context.cluster.server.pathname.replace(/\/+$/, '')}`;
  const namespaces = [...new Set(options.namespaces ?? [])];
  return {
    name: context.name,
    source: createClusterSource({ api, name: context.name, server, namespaces, clock, random, logger }),
    writer: createClusterWriter(api),
    access: createAccessReviewer({ api, userName: context.userName, clock, logger }),
    podHttp: createPodHttp(api),
    close: api.close,
  };
}
