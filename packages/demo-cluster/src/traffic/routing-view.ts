import {
  compileRoutes,
  findServiceByHost,
  type Pod,
  portProtocol,
  type RouteClient,
  type RouteTable,
  resolveHost,
  type Service,
  type Snapshot,
  serviceHost,
} from '@weir/mesh';
import { gatewayFor } from './gateway-selection.ts';
import type { Target } from './reporting.ts';
import { type Member, type NamespaceRoster, RosterKeeper, type TrafficWorkload } from './roster.ts';

const ROUTING_KINDS = [
  'services',
  'virtualservices',
  'destinationrules',
  'gateways',
  'serviceentries',
  'sidecars',
] as const;

/**
 * What the traffic needs of the present snapshot: who takes part, and which way requests go. Tables live as long as a snapshot;
 * `routingEpoch` grows only when an object that routes has changed, so that flows outlive the coming and going of other namespaces' pods.
 */
export class RoutingView {
  #snapshot: Snapshot | undefined;
  #routing: readonly unknown[] = [];
  #epoch = 0;
  readonly #keeper = new RosterKeeper();
  #tables = new Map<TrafficWorkload, Map<string, RouteTable>>();
  #targets = new Map<string, Target>();
  #gateways = new WeakMap<TrafficWorkload, Map<string, string | undefined>>();

  /** Takes the present snapshot. Cheap when it is the one from before. */
  update(snapshot: Snapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.#tables = new Map();
    const routing: unknown[] = [snapshot.mesh];
    for (const slice of snapshot.slices.values()) for (const kind of ROUTING_KINDS) routing.push(slice[kind]);
    if (routing.length === this.#routing.length && routing.every((map, i) => map === this.#routing[i])) return;
    this.#routing = routing;
    this.#epoch++;
    this.#targets = new Map();
    this.#gateways = new WeakMap();
    this.#keeper.retain(snapshot.slices);
  }

  get snapshot(): Snapshot {
    if (this.#snapshot === undefined) throw new Error('The traffic has no snapshot yet: call update first.');
    return this.#snapshot;
  }

  /** Grows when a Service or an Istio object that routes has changed. */
  get routingEpoch(): number {
    return this.#epoch;
  }

  rosterOf(namespace: string): NamespaceRoster | undefined {
    const slice = this.snapshot.slices.get(namespace);
    return slice === undefined ? undefined : this.#keeper.rosterOf(slice);
  }

  memberOf(pod: Pod): Member | undefined {
    return this.rosterOf(pod.metadata.namespace ?? 'default')?.members.get(pod.metadata.name);
  }

  /** The table of a workload's sidecar, or of a gateway proxy for one Gateway. */
  tableOf(workload: TrafficWorkload, gateway = ''): RouteTable {
    const tables = this.#tables.get(workload) ?? new Map<string, RouteTable>();
    this.#tables.set(workload, tables);
    const known = tables.get(gateway);
    if (known !== undefined) return known;
    const client: RouteClient = gateway === '' ? workload.client : { ...workload.client, gateway };
    const table = compileRoutes(this.snapshot, client);
    tables.set(gateway, table);
    return table;
  }

  /** The Gateway on these pods that serves the host and port. */
  gatewayOf(workload: TrafficWorkload, host: string, port: number): string | undefined {
    const known = this.#gateways.get(workload) ?? new Map<string, string | undefined>();
    this.#gateways.set(workload, known);
    const key = `${host}:${port}`;
    if (!known.has(key)) known.set(key, gatewayFor(this.snapshot, workload.client, host, port));
    return known.get(key);
  }

  /** The service that a host names as the client writes it. */
  serviceOf(host: string, client: RouteClient): Service | undefined {
    const { snapshot } = this;
    const fqdn = resolveHost(host, client.namespace, snapshot.mesh.domain);
    const found = findServiceByHost(snapshot, fqdn);
    // Kubernetes' DNS also knows `service.namespace` and `service.namespace.svc`; for Istio those are names of their own.
    return found ?? findServiceByHost(snapshot, `${fqdn.replace(/\.svc$/, '')}.svc.${snapshot.mesh.domain}`);
  }

  /** The fully qualified host of a service. */
  hostOf(service: Service): string {
    return serviceHost(service, this.snapshot.mesh.domain);
  }

  /** How metrics name the service of a fully qualified host, with its port's protocol. */
  targetOf(host: string, port: number): Target {
    const key = `${host}:${port}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const service = findServiceByHost(this.snapshot, host);
    const protocol = service?.spec?.ports?.find((candidate) => candidate.port === port);
    const target: Target = {
      host,
      name: service?.metadata.name ?? host.split('.')[0] ?? host,
      namespace: service?.metadata.namespace ?? 'unknown',
      protocol: protocol !== undefined && portProtocol(protocol) === 'grpc' ? 'grpc' : 'http',
    };
    this.#targets.set(key, target);
    return target;
  }
}
