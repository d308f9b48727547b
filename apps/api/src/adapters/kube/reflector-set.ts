import { type KubernetesObject, SLICE_KIND_NAMES, SLICE_KINDS, type SliceKind } from '@weir/mesh';
import type { Clock } from '../../ports/clock.ts';
import type { ApiClient } from './api-client.ts';
import { clusterDomainOf } from './cluster-domain.ts';
import { createIntern } from './intern.ts';
import { createKubeTransport, type ReflectorScope } from './kube-transport.ts';
import type { Logger } from './logger.ts';
import { MESH_CONFIG_MAP } from './mesh-config.ts';
import type { ObjectStore, StoredKind } from './object-store.ts';
import { keepWhole, type Project, projection } from './project.ts';
import { createReflector, type Reflector, type ReflectorHealth, type ReflectorSink } from './reflector.ts';
import { fullName, type ReflectorReport } from './source-warnings.ts';

export interface ReflectorSetEvents {
  /** Objects changed. */
  readonly objects: () => void;
  /** The health of a reflector changed. */
  readonly health: () => void;
  readonly contact: () => void;
  readonly malformed: () => void;
  /** istiod's ConfigMap, or undefined when there is none. */
  readonly meshConfig: (configMap: KubernetesObject | undefined) => void;
  /** The cluster's DNS domain, as the first injected proxy has it. */
  readonly clusterDomain: (domain: string) => void;
}

export interface ReflectorSetOptions {
  readonly api: ApiClient;
  readonly namespaces: readonly string[];
  readonly store: ObjectStore;
  readonly events: ReflectorSetEvents;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** All reflectors of one cluster: one a kind, or one a kind and namespace when namespaces are named. */
export interface ReflectorSet {
  /** Starts with the kinds that every cluster has. */
  readonly start: () => void;
  /** Starts and ends the reflectors of the optional kinds, by what the cluster serves. */
  readonly serve: (served: ReadonlyMap<SliceKind, string>) => void;
  readonly reports: () => readonly ReflectorReport[];
  /** Whether a kind turned out not to be served when it was listed. */
  readonly isMissing: (kind: SliceKind) => boolean;
  /** Objects of lists that are still being read. */
  readonly staged: () => number;
  readonly reconnect: () => void;
  readonly stop: () => Promise<void>;
}

interface Entry {
  readonly kind: StoredKind | 'configmaps';
  readonly scope: ReflectorScope;
  readonly reflector: Reflector;
  health: ReflectorHealth;
  staged: number;
}

export function createReflectorSet(options: ReflectorSetOptions): ReflectorSet {
  const { events, store } = options;
  const entries = new Map<string, Entry>();
  const intern = createIntern();
  const scopes: readonly (string | undefined)[] = options.namespaces.length === 0 ? [undefined] : options.namespaces;
  let stopped = false;
  const ending: Promise<void>[] = [];

  const add = (kind: Entry['kind'], scope: ReflectorScope, project: Project, target: Target): void => {
    const key = keyOf(kind, scope);
    if (stopped || entries.has(key)) return;
    // A reflector that has been ended may still be in the middle of a step: it must not touch the store any more.
    const isCurrent = (): boolean => entries.get(key) === entry;
    const sink = createSink(target, events, isCurrent, (change) => Object.assign(entry, change));
    const reflector = createReflector({
      name: `${fullName(kind)} ${scope.namespace === undefined ? 'in all namespaces' : `in ${scope.namespace}`}`,
      transport: createKubeTransport(options.api, scope),
      sink,
      project,
      clock: options.clock,
      random: options.random,
      logger: options.logger,
    });
    const entry: Entry = { kind, scope, reflector, health: { state: 'starting' }, staged: 0 };
    entries.set(key, entry);
    reflector.start();
  };

  let isDomainKnown = false;
  /** The projection drops the arguments of containers, so the domain is read on the way. */
  const watchingDomain =
    (project: Project): Project =>
    (raw) => {
      const domain = isDomainKnown ? undefined : clusterDomainOf(raw);
      if (domain !== undefined) {
        isDomainKnown = true;
        events.clusterDomain(domain);
      }
      return project(raw);
    };

  const addKind = (kind: SliceKind, apiVersion: string): void => {
    const plain = projection(apiVersion, SLICE_KINDS[kind].kind, intern);
    const project = kind === 'pods' ? watchingDomain(plain) : plain;
    for (const namespace of scopes) {
      add(kind, { apiVersion, plural: kind, namespace }, project, storeTarget(store, kind, namespace));
    }
  };

  const addNamespaces = (): void => {
    const project = projection('v1', 'Namespace', intern);
    for (const namespace of scopes) {
      // A Namespace is cluster-scoped; with a list of namespaces, each is read by its name.
      const scope = {
        apiVersion: 'v1',
        plural: 'namespaces',
        namespace: undefined,
        ...(namespace === undefined ? {} : { name: namespace }),
      };
      add('namespaces', scope, project, storeTarget(store, 'namespaces', namespace));
    }
  };

  const remove = (key: string, entry: Entry): void => {
    entries.delete(key);
    ending.push(entry.reflector.stop());
    if (entry.kind !== 'configmaps') store.replace(entry.kind, entry.scope.namespace, []);
  };

  return {
    start: () => {
      addNamespaces();
      for (const kind of SLICE_KIND_NAMES) {
        const { group, optional } = SLICE_KINDS[kind];
        if (!optional) addKind(kind, group === '' ? 'v1' : `${group}/v1`);
      }
      const scope = { apiVersion: 'v1', plural: 'configmaps', ...MESH_CONFIG_MAP };
      add('configmaps', scope, (raw) => keepWhole('v1', 'ConfigMap', raw), meshTarget(events));
    },
    serve: (served) => {
      for (const [key, entry] of [...entries]) {
        if (entry.kind === 'namespaces' || entry.kind === 'configmaps' || !SLICE_KINDS[entry.kind].optional) continue;
        if (served.get(entry.kind) !== entry.scope.apiVersion) remove(key, entry);
      }
      for (const [kind, apiVersion] of served) if (SLICE_KINDS[kind].optional) addKind(kind, apiVersion);
    },
    reports: () =>
      [...entries.values()].map(({ kind, scope, health }) => ({
        kind,
        namespace: kind === 'namespaces' ? scope.name : scope.namespace,
        health,
      })),
    isMissing: (kind) => {
      const own = [...entries.values()].filter((entry) => entry.kind === kind);
      return (
        own.length > 0 && own.every(({ health }) => health.state === 'left-out' && health.error.kind === 'not-found')
      );
    },
    staged: () => [...entries.values()].reduce((sum, entry) => sum + entry.staged, 0),
    reconnect: () => {
      for (const entry of entries.values()) entry.reflector.reconnect();
    },
    stop: async () => {
      stopped = true;
      await Promise.all([...ending, ...[...entries.values()].map((entry) => entry.reflector.stop())]);
    },
  };
}

/** Where the objects of one reflector go. */
type Target = Pick<ReflectorSink<KubernetesObject>, 'replace' | 'upsert' | 'remove'>;

const storeTarget = (store: ObjectStore, kind: StoredKind, namespace: string | undefined): Target => ({
  replace: (objects) => store.replace(kind, namespace, objects),
  upsert: (object) => store.upsert(kind, object),
  remove: (object) => store.remove(kind, object),
});

const meshTarget = (events: ReflectorSetEvents): Target => ({
  replace: (objects) => events.meshConfig(objects[0]),
  upsert: (object) => events.meshConfig(object),
  remove: () => events.meshConfig(undefined),
});

function createSink(
  target: Target,
  events: ReflectorSetEvents,
  isCurrent: () => boolean,
  set: (change: Partial<Pick<Entry, 'health' | 'staged'>>) => void,
): ReflectorSink<KubernetesObject> {
  const whenCurrent =
    <A extends readonly unknown[]>(act: (...args: A) => void, tell: () => void) =>
    (...args: A): void => {
      if (!isCurrent()) return;
      act(...args);
      tell();
    };
  return {
    progress: (staged) => set({ staged }),
    replace: whenCurrent((objects: readonly KubernetesObject[]) => {
      set({ staged: 0 });
      target.replace(objects);
    }, events.objects),
    upsert: whenCurrent(target.upsert, events.objects),
    remove: whenCurrent(target.remove, events.objects),
    health: whenCurrent((health: ReflectorHealth) => set({ health }), events.health),
    contact: events.contact,
    malformed: events.malformed,
  };
}

const keyOf = (kind: string, scope: ReflectorScope): string =>
  [kind, scope.apiVersion, scope.namespace ?? '', scope.name ?? ''].join('|');
