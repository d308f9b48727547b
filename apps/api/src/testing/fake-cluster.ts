import { buildSnapshot, type KubernetesObject, type Snapshot } from '@weir/mesh';
import type { NamespacePermissions, NeededPermission, ObjectRef, SourceStatus } from '@weir/shared';
import type { AccessReviewer } from '../ports/access-reviewer.ts';
import type { ClusterSource, SnapshotListener } from '../ports/cluster-source.ts';
import { ClusterError, type ClusterWriter } from '../ports/cluster-writer.ts';
import { applyPatch } from './json-patch.ts';

/** One call of the writer, as `create DestinationRule default/reviews` with ` (dry run)` where it was one. */
type Call = string;

/** A cluster in memory behind the ports: versions, conflicts, watch, and faults on demand. */
export interface FakeCluster {
  readonly source: ClusterSource;
  readonly writer: ClusterWriter;
  readonly access: AccessReviewer;
  readonly calls: Call[];
  /** Stores an object as somebody else would, and shows it. */
  readonly put: (object: KubernetesObject, manager?: string) => KubernetesObject;
  readonly remove: (ref: ObjectRef) => void;
  readonly stored: (kind: string, namespace: string, name: string) => KubernetesObject | undefined;
  readonly faults: Faults;
}

export interface Faults {
  /** Called before each call of the writer; what it throws is the answer. */
  before?: (call: Call) => void | Promise<void>;
  /** Called after each call that was stored. */
  after?: (call: Call) => void;
  /** The watch stands still: writes are stored and not shown. */
  watchStopped?: boolean;
  whoAmI?: () => void;
  /** Permissions that the API server denies, by `<verb> <resource>`. */
  denied?: ReadonlySet<string>;
  status?: SourceStatus;
  networkingVersion?: string | null;
  neverSynchronised?: boolean;
}

export const CLUSTER_STATUS: SourceStatus = {
  name: 'cluster',
  kind: 'kubernetes',
  state: 'ok',
  since: '2026-01-01T00:00:00.000Z',
  detail: 'Watching the cluster.',
};

const refText = ({ kind, namespace, name }: Omit<ObjectRef, 'apiVersion'>): string => `${kind} ${namespace}/${name}`;
const keyOf = ({ kind, metadata }: KubernetesObject): string =>
  refText({ kind, namespace: metadata.namespace ?? '', name: metadata.name });

export function createFakeCluster(initial: readonly KubernetesObject[]): FakeCluster {
  const objects = new Map<string, KubernetesObject>();
  const listeners = new Set<SnapshotListener>();
  const faults: Faults = {};
  const calls: Call[] = [];
  let version = 100;
  let revision = 0;
  let snapshot: Snapshot;

  function publish(changed: ReadonlySet<string>): void {
    if (faults.watchStopped === true) return;
    revision += 1;
    const fresh = buildSnapshot(objects.values(), { revision, cluster: 'test' });
    // Slices that did not change keep their identity, as in the real source.
    const kept = [...fresh.slices].map(
      ([name, slice]) => [name, changed.has(name) ? slice : (snapshot?.slices.get(name) ?? slice)] as const,
    );
    snapshot = { ...fresh, slices: new Map(kept) };
    for (const listener of listeners) listener(snapshot, changed);
  }

  function store(object: KubernetesObject, manager: string): KubernetesObject {
    version += 1;
    const stored: KubernetesObject = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(version),
        managedFields: [{ manager, operation: 'Update', time: '2026-01-01T00:00:00Z' }],
      },
    };
    objects.set(keyOf(object), stored);
    publish(new Set([object.metadata.namespace ?? '']));
    return stored;
  }

  async function call(text: Call): Promise<void> {
    calls.push(text);
    await faults.before?.(text);
  }

  const writer: ClusterWriter = {
    get: async (_caller, ref) => {
      await call(`get ${refText(ref)}`);
      return objects.get(refText(ref));
    },
    create: async (_caller, object, { dryRun }) => {
      const text = `create ${keyOf(object)}${dryRun ? ' (dry run)' : ''}`;
      await call(text);
      if (objects.has(keyOf(object))) throw new ClusterError('already-exists', 409, `${keyOf(object)} already exists`);
      if (dryRun) return object;
      const stored = store(object, 'weir');
      faults.after?.(text);
      return stored;
    },
    patch: async (_caller, ref, operations, { dryRun }) => {
      const text = `patch ${refText(ref)}${dryRun ? ' (dry run)' : ''}`;
      await call(text);
      const current = objects.get(refText(ref));
      if (current === undefined) throw new ClusterError('not-found', 404, `${refText(ref)} not found`);
      const patched = applyPatch(current, operations) as KubernetesObject;
      if (patched.metadata.resourceVersion !== current.metadata.resourceVersion) {
        throw new ClusterError('conflict', 409, 'the object has been modified');
      }
      if (dryRun) return patched;
      const stored = store(patched, 'weir');
      faults.after?.(text);
      return stored;
    },
    delete: async (_caller, ref, resourceVersion) => {
      await call(`delete ${refText(ref)}`);
      if (objects.get(refText(ref))?.metadata.resourceVersion !== resourceVersion) {
        throw new ClusterError('conflict', 409, 'the object has been modified');
      }
      objects.delete(refText(ref));
      publish(new Set([ref.namespace]));
    },
  };

  const allows = (verb: string, resource: string) => faults.denied?.has(`${verb} ${resource}`) !== true;
  const access: AccessReviewer = {
    whoAmI: async () => {
      faults.whoAmI?.();
      return { name: 'mira', groups: ['operators'] };
    },
    review: async (_caller, permissions): Promise<readonly NeededPermission[]> =>
      permissions.map((permission) => ({ ...permission, allowed: allows(permission.verb, permission.resource) })),
    namespacePermissions: async (_caller, namespaces): Promise<readonly NamespacePermissions[]> =>
      namespaces.map((namespace) =>
        allows('patch', 'virtualservices')
          ? { namespace, editRouting: true }
          : { namespace, editRouting: false, reason: `You may not patch virtualservices in ${namespace}.` },
      ),
  };

  const source: ClusterSource = {
    snapshot: () => (faults.neverSynchronised === true ? undefined : snapshot),
    info: () => ({
      name: 'test',
      server: 'https://cluster.test',
      version: 'v1.34.4',
      networkingVersion: faults.networkingVersion === null ? undefined : (faults.networkingVersion ?? 'v1'),
      gatewayApi: false,
    }),
    status: () => faults.status ?? CLUSTER_STATUS,
    warnings: () => [],
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => undefined,
    stop: async () => undefined,
  };

  for (const object of initial) {
    version += 1;
    objects.set(keyOf(object), { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } });
  }
  snapshot = buildSnapshot(objects.values(), { revision, cluster: 'test' });
  return {
    source,
    writer,
    access,
    calls,
    faults,
    put: (object, manager = 'kubectl-edit') => store(object, manager),
    remove: (ref) => {
      objects.delete(refText(ref));
      publish(new Set([ref.namespace]));
    },
    stored: (kind, namespace, name) => objects.get(refText({ kind, namespace, name })),
  };
}
