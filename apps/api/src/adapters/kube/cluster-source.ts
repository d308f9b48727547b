import { DEFAULT_MESH_CONFIG, SLICE_KIND_NAMES, SLICE_KINDS, type SliceKind, type Snapshot } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterInfo, ClusterSource, SnapshotListener } from '../../ports/cluster-source.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { backoffMs } from './backoff.ts';
import { type Discovery, discover } from './discovery.ts';
import type { Logger } from './logger.ts';
import { parseMeshConfig } from './mesh-config.ts';
import { createObjectStore } from './object-store.ts';
import { createPublisher } from './publisher.ts';
import { createReflectorSet, type ReflectorSetEvents } from './reflector-set.ts';
import { type StatusCore, sourceStatus } from './source-status.ts';
import { sourceWarnings } from './source-warnings.ts';

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

/** How often the cluster is asked what it serves; it is also the sign of life when nothing happens. */
const DISCOVERY_MS = 30_000;
/** A kind that keeps failing does not hold up the others for ever. */
const PATIENCE = 3;

/** The live view of one cluster. Never throws: what goes wrong is in `status()` and `warnings()`. */
export function createClusterSource(options: ClusterSourceOptions): ClusterSource {
  const { api, clock, logger, namespaces } = options;
  const store = createObjectStore({ cluster: options.name, alwaysPresent: namespaces });
  const listeners = new Set<SnapshotListener>();
  const stopping = new AbortController();
  let discovery: Discovery | undefined;
  let discoveryError: ApiError | undefined;
  let current: Snapshot | undefined;
  let isMeshUnreadable = false;
  let malformedObjects = 0;
  let lastContactMs: number | undefined;
  let discovering: Promise<void> = Promise.resolve();

  const publisher = createPublisher(clock, () => {
    if (!isSynced() || (current !== undefined && !store.hasChanges())) return;
    const { snapshot, changed } = store.publish();
    current = snapshot;
    for (const listener of listeners) notify(listener, snapshot, changed, logger);
  });

  const events: ReflectorSetEvents = {
    changed: () => {
      store.setAbsentKinds(absentKinds());
      publisher.request();
      currentStatus();
    },
    contact: () => {
      lastContactMs = clock.nowMs();
    },
    malformed: () => {
      malformedObjects += 1;
    },
    meshConfig: (configMap) => {
      const mesh = configMap === undefined ? DEFAULT_MESH_CONFIG : parseMeshConfig(configMap);
      isMeshUnreadable = mesh === undefined;
      store.setMesh(mesh ?? DEFAULT_MESH_CONFIG);
    },
  };
  const reflectors = createReflectorSet({ ...options, store, events });

  const absentKinds = (): ReadonlySet<SliceKind> => {
    const isAbsent = (kind: SliceKind): boolean =>
      SLICE_KINDS[kind].optional && (discovery?.served.has(kind) === false || reflectors.isMissing(kind));
    return new Set(SLICE_KIND_NAMES.filter(isAbsent));
  };

  const isSynced = (): boolean =>
    current !== undefined ||
    (discovery !== undefined &&
      reflectors.reports().every(({ health }) => {
        if (health.state !== 'failing') return health.state !== 'starting';
        const isLost = health.error.kind === 'unreachable' || health.error.kind === 'unauthenticated';
        return !isLost && health.failures >= PATIENCE;
      }));

  const discoverOnce = async (failures: number): Promise<number> => {
    try {
      discovery = await discover(api, stopping.signal);
      discoveryError = undefined;
      lastContactMs = clock.nowMs();
      reflectors.serve(discovery.served);
      events.changed();
      return 0;
    } catch (error) {
      if (stopping.signal.aborted) return failures;
      discoveryError = error instanceof ApiError ? error : new ApiError('internal', 0, String(error), { cause: error });
      logger.warn({ error: discoveryError.message, failures: failures + 1 }, 'The cluster did not say what it serves');
      // The first sign that the server is gone: streams that only look alive are opened anew.
      if (failures === 0 && current !== undefined) reflectors.reconnect();
      currentStatus();
      return failures + 1;
    }
  };

  const keepDiscovering = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      failures = await discoverOnce(failures);
      const delayMs =
        failures === 0 ? DISCOVERY_MS : backoffMs(failures, options.random(), discoveryError?.retryAfterMs);
      await clock.sleep(delayMs, stopping.signal);
    }
  };

  let status: SourceStatus | undefined;
  const currentStatus = (): SourceStatus => {
    const core: StatusCore = sourceStatus({
      server: options.server,
      synced: current !== undefined || isSynced(),
      stopped: stopping.signal.aborted,
      objects: store.objects() + reflectors.staged(),
      reports: reflectors.reports(),
      discoveryError,
      lastSuccess: lastContactMs === undefined ? undefined : new Date(lastContactMs).toISOString(),
    });
    const since = status?.state === core.state ? status.since : new Date(clock.nowMs()).toISOString();
    if (status !== undefined && status.state !== core.state) {
      logger.info(
        { from: status.state, to: core.state, detail: core.detail, error: core.error },
        'The cluster source changed its state',
      );
    }
    status = { ...core, since };
    return status;
  };

  return {
    snapshot: () => current,
    info: (): ClusterInfo => ({
      name: options.name,
      server: options.server,
      version: discovery?.version ?? '',
      networkingVersion: discovery?.networkingVersion,
      gatewayApi: discovery?.gatewayApi ?? false,
    }),
    status: currentStatus,
    warnings: () =>
      sourceWarnings({
        reports: reflectors.reports(),
        absentKinds: absentKinds(),
        discovered: discovery !== undefined,
        meshConfigUnreadable: isMeshUnreadable,
        malformedObjects,
      }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      currentStatus();
      reflectors.start();
      discovering = keepDiscovering();
    },
    stop: async () => {
      stopping.abort();
      publisher.stop();
      await Promise.all([reflectors.stop(), discovering]);
      listeners.clear();
    },
  };
}

function notify(listener: SnapshotListener, snapshot: Snapshot, changed: ReadonlySet<string>, logger: Logger): void {
  try {
    listener(snapshot, changed);
  } catch (error) {
    logger.error({ error: String(error) }, 'A listener of the cluster source failed');
  }
}
