import { buildSnapshot, type Pod, type Snapshot } from '@weir/mesh';
import { ClusterError } from '../../../ports/cluster-writer.ts';
import type { PodHttp } from '../../../ports/pod-http.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** Pods with sidecars whose request counters the test turns. */
export interface FakeMesh {
  readonly clock: ManualClock;
  readonly podHttp: PodHttp;
  readonly snapshot: () => Snapshot;
  readonly addPod: (namespace: string, name: string, options?: PodOptions) => void;
  readonly removePod: (namespace: string, name: string) => void;
  readonly count: (namespace: string, name: string, requests: number) => void;
  /** What went over the pod proxy: `<namespace>/<pod>:<port><path>`, with its time. */
  readonly scrapes: { readonly target: string; readonly atMs: number }[];
  /** Called before an answer; may throw or hang. */
  fault: (namespace: string, pod: string, signal: AbortSignal) => void | Promise<void>;
  readonly mostAtOnce: () => number;
  /** Makes each answer this much longer. */
  padding: number;
}

interface PodOptions {
  readonly sidecar?: boolean;
  readonly phase?: string;
  readonly createdMs?: number;
  readonly uid?: string;
}

export const START_MS = Date.UTC(2026, 0, 1);

export function createFakeMesh(): FakeMesh {
  const clock = createManualClock(START_MS);
  const pods = new Map<string, Pod>();
  const requests = new Map<string, number>();
  let running = 0;
  let most = 0;
  const mesh: FakeMesh = {
    clock,
    scrapes: [],
    padding: 0,
    fault: () => undefined,
    mostAtOnce: () => most,
    snapshot: () => buildSnapshot(pods.values()),
    addPod: (namespace, name, options = {}) => pods.set(`${namespace}/${name}`, podOf(namespace, name, options)),
    removePod: (namespace, name) => pods.delete(`${namespace}/${name}`),
    count: (namespace, name, more) => {
      const key = `${namespace}/${name}`;
      requests.set(key, (requests.get(key) ?? 0) + more);
    },
    podHttp: {
      get: async ({ namespace, pod, port, path }, { signal, maxBytes }) => {
        mesh.scrapes.push({ target: `${namespace}/${pod}:${port}${path}`, atMs: clock.nowMs() });
        running += 1;
        most = Math.max(most, running);
        try {
          await mesh.fault(namespace, pod, signal);
          await clock.sleep(10, signal);
          const text = statistics(namespace, requests.get(`${namespace}/${pod}`) ?? 0) + '#'.repeat(mesh.padding);
          if (text.length > maxBytes) throw new ClusterError('internal', 200, 'too long');
          return text;
        } finally {
          running -= 1;
        }
      },
    },
  };
  return mesh;
}

/** A proxy that does not answer until it is given up. */
export const hang = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new ClusterError('unreachable', 0, 'The request was cancelled.')));
  });

function podOf(namespace: string, name: string, options: PodOptions): Pod {
  const { sidecar = true, phase = 'Running', createdMs = START_MS - 3_600_000 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name,
      uid: options.uid ?? `${namespace}-${name}`,
      creationTimestamp: new Date(createdMs).toISOString(),
    },
    spec: { containers: [{ name: 'app' }, ...(sidecar ? [{ name: 'istio-proxy' }] : [])] },
    status: { phase, podIP: '10.0.0.1' },
  };
}

const statistics = (namespace: string, total: number): string => {
  const labels = [
    'reporter="source"',
    'source_workload="client"',
    `source_workload_namespace="${namespace}"`,
    'destination_workload="server"',
    `destination_workload_namespace="${namespace}"`,
    `destination_service="server.${namespace}.svc.cluster.local"`,
    'request_protocol="http"',
    'response_code="200"',
    'response_flags="-"',
  ];
  return `# TYPE istio_requests_total counter\nistio_requests_total{${labels.join(',')}} ${total}\n`;
};
