import type { Sidecar } from '../resources/istio.ts';
import { labelsMatch } from '../snapshot/labels.ts';
import type { MeshConfig } from '../snapshot/mesh-config.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { hostMatches, isHostWithin, isWildcardHost } from './host-names.ts';
import type { RouteClient } from './types.ts';
import { isRecord, labelsOf, listOf, portNumberOf, recordOf, textOf, textsOf } from './untrusted.ts';
import { olderFirst } from './virtual-service-model.ts';

/**
 * What a Sidecar object lets a client see (DESIGN W3). Hosts are written `<namespace>/<host>`; the namespace is a name, `.`
 * for the client's own or `*` for all; `~` (or `~<namespace>`) in front takes out instead.
 */
export interface EgressScope {
  /** Undefined: no Sidecar object applies, everything exported is seen. */
  readonly object?: Sidecar;
  readonly seesHost: (host: string, namespace: string, port: number) => boolean;
  readonly seesVirtualService: (hosts: readonly string[], namespace: string, port: number) => boolean;
  readonly outboundTrafficPolicy: MeshConfig['outboundTrafficPolicy'];
}

interface Imports {
  readonly included: readonly string[];
  readonly excluded: readonly string[];
}

interface Listener {
  /** Undefined: the listener of all other ports. */
  readonly port?: number;
  readonly byNamespace: ReadonlyMap<string, Imports>;
}

function importsOf(hosts: readonly string[], client: string): ReadonlyMap<string, Imports> {
  const byNamespace = new Map<string, { included: string[]; excluded: string[] }>();
  for (const written of hosts) {
    const [owner, host, more] = written.split('/');
    if (owner === undefined || host === undefined || more !== undefined) continue;
    const excluded = owner.startsWith('~');
    const named = excluded ? owner.slice(1) || '*' : owner;
    const namespace = named === '.' ? client : named;
    const imports = byNamespace.get(namespace) ?? { included: [], excluded: [] };
    byNamespace.set(namespace, imports);
    (excluded ? imports.excluded : imports.included).push(host.toLowerCase());
  }
  return byNamespace;
}

const seenThrough = (imports: Imports | undefined, host: string, matches: (a: string, b: string) => boolean): boolean =>
  imports?.included.some((imported) =>
    isWildcardHost(host) || isWildcardHost(imported) ? matches(host, imported) : host === imported,
  ) === true;

function listenerSees(listener: Listener, host: string, namespace: string, matches: (a: string, b: string) => boolean) {
  const scopes = [listener.byNamespace.get(namespace), listener.byNamespace.get('*')];
  if (scopes.some((scope) => scope?.excluded.some((pattern) => isHostWithin(host, pattern)))) return false;
  return scopes.some((scope) => seenThrough(scope, host, matches));
}

function listenersOf(sidecar: Sidecar, client: string): readonly Listener[] {
  return listOf(recordOf(sidecar.spec).egress)
    .filter(isRecord)
    .map((egress) => {
      const port = portNumberOf(recordOf(egress.port).number);
      const byNamespace = importsOf(textsOf(egress.hosts), client);
      return port === undefined ? { byNamespace } : { port, byNamespace };
    });
}

const byAge = (a: Sidecar, b: Sidecar): number => {
  const key = ({ metadata }: Sidecar) => ({
    createdMs: Date.parse(metadata.creationTimestamp ?? '') || Number.NEGATIVE_INFINITY,
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
  });
  return olderFirst(key(a), key(b));
};

const selectorOf = (sidecar: Sidecar) => recordOf(sidecar.spec).workloadSelector;

/** The Sidecar that applies: one of the client's namespace that selects it, else one for the whole namespace, else the root's. */
function sidecarFor(snapshot: Snapshot, client: RouteClient): Sidecar | undefined {
  const own = [...(snapshot.slices.get(client.namespace)?.sidecars.values() ?? [])].sort(byAge);
  const selecting = own.find((sidecar) => {
    const selector = selectorOf(sidecar);
    return isRecord(selector) && labelsMatch(labelsOf(selector.labels), client.labels);
  });
  const root = snapshot.slices.get(snapshot.mesh.rootNamespace)?.sidecars.values() ?? [];
  const forAll = (sidecar: Sidecar) => !isRecord(selectorOf(sidecar));
  return selecting ?? own.find(forAll) ?? [...root].sort(byAge).find(forAll);
}

/** Label keys by which Sidecars of the namespace tell its workloads apart. */
export function sidecarLabelKeys(snapshot: Snapshot, namespace: string): readonly string[] {
  const sidecars = [...(snapshot.slices.get(namespace)?.sidecars.values() ?? [])];
  return sidecars.flatMap((sidecar) => Object.keys(labelsOf(recordOf(selectorOf(sidecar)).labels)));
}

/** The scope of a client. Gateways are not limited by Sidecars. */
export function egressScopeOf(snapshot: Snapshot, client: RouteClient): EgressScope {
  const sidecar = client.gateway === undefined ? sidecarFor(snapshot, client) : undefined;
  const listeners = sidecar === undefined ? [] : listenersOf(sidecar, client.namespace);
  const mode = textOf(recordOf(recordOf(sidecar?.spec).outboundTrafficPolicy).mode);
  const policy = isRecord(recordOf(sidecar?.spec).outboundTrafficPolicy)
    ? mode?.startsWith('ALLOW_ANY') === true
      ? ('ALLOW_ANY' as const)
      : ('REGISTRY_ONLY' as const)
    : snapshot.mesh.outboundTrafficPolicy;
  // A Sidecar without egress listeners limits nothing.
  if (sidecar === undefined || listeners.length === 0) {
    const scope = { seesHost: () => true, seesVirtualService: () => true, outboundTrafficPolicy: policy };
    return sidecar === undefined ? scope : { ...scope, object: sidecar };
  }
  const listenerOf = (port: number) => listeners.find((entry) => entry.port === undefined || entry.port === port);
  return {
    object: sidecar,
    seesHost: (host, namespace, port) => {
      const listener = listenerOf(port);
      return listener !== undefined && listenerSees(listener, host, namespace, isHostWithin);
    },
    seesVirtualService: (hosts, namespace, port) => {
      const listener = listenerOf(port);
      return listener !== undefined && hosts.some((host) => listenerSees(listener, host, namespace, hostMatches));
    },
    outboundTrafficPolicy: policy,
  };
}
