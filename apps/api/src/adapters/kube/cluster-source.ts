import { DEFAULT_MESH_CONFIG, SLICE_KIND_NAMES, SLICE_KINDS, type SliceKind, type Snapshot } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterInfo, ClusterSource, SnapshotListener } from '../../ports/cluster-source.ts';
import type { ApiClient } from './api-client.ts';
import { createDiscoveryLoop } from './discovery-loop.ts';
import type { Logger } from './logger.ts';
import { parseMeshConfig } from './mesh-config.ts';
import { createObjectStore } from './object-store.ts';
import { createPublisher } from './publisher.ts';
import { createReflectorSet, type ReflectorSetEvents } from './reflector-set.ts';
import { sourceStatus } from './source-status.ts';
import { type ReflectorReport, sourceWarnings } from './source-warnings.ts';
import { createStatusTracker } from './status-tracker.ts';

export interface ClusterSourceOptions {
  readonly api: ApiClient;
  readonly name: string;
  /** The API server without credentials. */
  readonly server: string;
  /** Empty: the whole cluster. */
  readonly namespaces: readonly string[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** The live view of one cluster. Never throws: what goes wrong is in `status()` and `warnings()`. */
export function createClusterSource(options: ClusterSourceOptions): ClusterSource {
  const { clock, logger } = options;
  const store = createObjectStore({ cluster: options.name, alwaysPresent: options.namespaces });
  const listeners = new Set<SnapshotListener>();
  const track = createStatusTracker(clock, logger);
  let current: Snapshot | undefined;
  let mesh = DEFAULT_MESH_CONFIG;
  let isMeshUnreadable = false;
  let isStopped = false;
  let malformedObjects = 0;
  let lastContactMs: number | undefined;

  const contact = (): void => {
    lastContactMs = clock.nowMs();
  };
  const events: ReflectorSetEvents = {
    objects: () => publisher.request(),
    health: () => refresh(),
    contact,
    malformed: () => {
      malformedObjects += 1;
    },
    meshConfig: (configMap) => {
      const parsed = configMap === undefined ? DEFAULT_MESH_CONFIG : parseMeshConfig(configMap);
      isMeshUnreadable = parsed === undefined;
      mesh = { ...(parsed ?? DEFAULT_MESH_CONFIG), domain: mesh.domain };
      store.setMesh(mesh);
    },
    clusterDomain: (domain) => {
      mesh = { ...mesh, domain };
      store.setMesh(mesh);
    },
  };
  const reflectors = createReflectorSet({ ...options, store, events });
  const discovery = createDiscoveryLoop({
    ...options,
    onAnswer: ({ served }) => {
      contact();
      reflectors.serve(served);
      refresh();
    },
    onFailure: (isFirst) => {
      // The first sign that the server is gone: streams that only look alive are opened anew.
      if (isFirst && current !== undefined) reflectors.reconnect();
      status();
    },
  });
  const isSynced = (): boolean =>
    current !== undefined || (discovery.latest() !== undefined && reflectors.reports().every(isSettled));
  const publisher = createPublisher(clock, () => {
    if (!isSynced() || (current !== undefined && !store.hasChanges())) return;
    const { snapshot, changed } = store.publish();
    current = snapshot;
    for (const listener of listeners) notify(listener, snapshot, changed, logger);
  });

  const absentKinds = (): ReadonlySet<SliceKind> => {
    const served = discovery.latest()?.served;
    const isAbsent = (kind: SliceKind): boolean =>
      SLICE_KINDS[kind].optional && (served?.has(kind) === false || reflectors.isMissing(kind));
    return new Set(SLICE_KIND_NAMES.filter(isAbsent));
  };
  const status = (): SourceStatus =>
    track(
      sourceStatus({
        server: options.server,
        synced: isSynced(),
        stopped: isStopped,
        objects: store.objects() + reflectors.staged(),
        reports: reflectors.reports(),
        discoveryError: discovery.error(),
        lastSuccess: lastContactMs === undefined ? undefined : new Date(lastContactMs).toISOString(),
      }),
    );
  /** After anything but a single object has changed. */
  const refresh = (): void => {
    store.setAbsentKinds(absentKinds());
    publisher.request();
    status();
  };

  return {
    snapshot: () => current,
    info: (): ClusterInfo => ({
      name: options.name,
      server: options.server,
      version: discovery.latest()?.version ?? '',
      networkingVersion: discovery.latest()?.networkingVersion,
      gatewayApi: discovery.latest()?.gatewayApi ?? false,
    }),
    status,
    warnings: () =>
      sourceWarnings({
        reports: reflectors.reports(),
        absentKinds: absentKinds(),
        discovered: discovery.latest() !== undefined,
        meshConfigUnreadable: isMeshUnreadable,
        malformedObjects,
      }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      status();
      reflectors.start();
      discovery.start();
    },
    stop: async () => {
      isStopped = true;
      publisher.stop();
      await Promise.all([reflectors.stop(), discovery.stop()]);
      listeners.clear();
    },
  };
}

/** A kind that keeps failing does not hold up the others for ever. */
const PATIENCE = 3;

/** Whether the first synchronisation need not wait for it. Without a connection or a credential there is nothing to show. */
function isSettled({ health }: ReflectorReport): boolean {
  if (health.state !== 'failing') return health.state !== 'starting';
  const isLost = health.error.kind === 'unreachable' || health.error.kind === 'unauthenticated';
  return !isLost && health.failures >= PATIENCE;
}

function notify(listener: SnapshotListener, snapshot: Snapshot, changed: ReadonlySet<string>, logger: Logger): void {
  try {
    listener(snapshot, changed);
  } catch (error) {
    logger.error({ error: String(error) }, 'A listener of the cluster source failed');
  }
}
