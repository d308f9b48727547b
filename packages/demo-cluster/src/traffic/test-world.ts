import {
  buildSnapshot,
  type KubernetesObject,
  type Pod,
  parseSidecarStatistics,
  type RequestCounter,
  type Snapshot,
  withObject,
  workloadOf,
} from '@weir/mesh';
import { applicationObjects } from '../world/index.ts';
import type { MetricFilter } from './sidecar-statistics.ts';
import { createSimulation, type Simulation } from './simulation.ts';

/** A simulation over a list of objects that a test may change, with a clock of its own. For tests only. */
export interface TestWorld {
  readonly simulation: Simulation;
  readonly snapshot: () => Snapshot;
  /** Puts a new object or a new state of one into the cluster. */
  put(object: KubernetesObject): void;
  /** Lets the traffic flow for so many seconds, four ticks each. */
  run(seconds: number): void;
  pods(namespace: string, workload: string): readonly Pod[];
  /** All series of all pods of a workload. */
  series(namespace: string, workload: string): readonly RequestCounter[];
  /** The text of every sidecar, by pod; with a filter only the metrics that it accepts. */
  texts(filter?: MetricFilter): ReadonlyMap<string, string>;
}

const PLURALS: Readonly<Record<string, Parameters<typeof withObject>[1]>> = {
  Pod: 'pods',
  Deployment: 'deployments',
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
  Service: 'services',
  Gateway: 'gateways',
};

export function testWorld(
  options: { seed?: number; services?: number; objects?: readonly KubernetesObject[] } = {},
): TestWorld {
  const { seed = 1, services = 0 } = options;
  let snapshot = buildSnapshot([...applicationObjects({ nowMs: 0, seed, services }), ...(options.objects ?? [])]);
  const simulation = createSimulation({ snapshot: () => snapshot, seed, nowMs: 0 });
  let nowMs = 0;
  const pods = (namespace: string, workload: string): readonly Pod[] =>
    [...(snapshot.slices.get(namespace)?.pods.values() ?? [])].filter((pod) => workloadOf(pod).name === workload);
  const counters = (pod: Pod): readonly RequestCounter[] => {
    const text = simulation.sidecarStatistics(pod.metadata.namespace ?? '', pod.metadata.name) ?? '';
    return [...parseSidecarStatistics(text).requests.values()];
  };
  return {
    simulation,
    snapshot: () => snapshot,
    put(object) {
      const { namespace = 'default', name } = object.metadata;
      const plural = PLURALS[object.kind];
      const slice = snapshot.slices.get(namespace);
      if (plural === undefined || slice === undefined)
        throw new Error(`No place for ${object.kind} ${namespace}/${name}`);
      const slices = new Map(snapshot.slices).set(namespace, withObject(slice, plural, name, object));
      snapshot = { ...snapshot, revision: snapshot.revision + 1, slices };
    },
    run(seconds) {
      for (let tick = 0; tick < seconds * 4; tick++) {
        nowMs += 250;
        simulation.tick(nowMs);
      }
    },
    pods,
    series: (namespace, workload) => pods(namespace, workload).flatMap(counters),
    texts(filter) {
      const all = [...snapshot.slices.values()].flatMap((slice) => [...slice.pods.values()]);
      return new Map(
        all.map((pod): [string, string] => [
          `${pod.metadata.namespace}/${pod.metadata.name}`,
          simulation.sidecarStatistics(pod.metadata.namespace ?? '', pod.metadata.name, filter) ?? '',
        ]),
      );
    },
  };
}

/** Requests of the series that the test is about. */
export const sum = (
  series: readonly RequestCounter[],
  wanted: (counter: RequestCounter) => boolean = () => true,
): number => series.filter(wanted).reduce((total, counter) => total + counter.requests, 0);

/** A VirtualService of staff-service as the fleet manager's documents write it. */
export const staffRouting = (http: readonly object[]): KubernetesObject =>
  ({
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'VirtualService',
    metadata: { name: 'custom-routing-rules', namespace: 'default' },
    spec: { hosts: ['fleetman-staff-service.default.svc.cluster.local'], http },
  }) as KubernetesObject;

/** One destination of it. */
export const toStaff = (subset: string, weight?: number): object => ({
  destination: { host: 'fleetman-staff-service.default.svc.cluster.local', subset },
  ...(weight === undefined ? {} : { weight }),
});

/** The DestinationRule with one subset a version. */
export const staffGroups = (trafficPolicy?: object): KubernetesObject =>
  ({
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'DestinationRule',
    metadata: { name: 'canary-release-groups', namespace: 'default' },
    spec: {
      host: 'fleetman-staff-service',
      ...(trafficPolicy === undefined ? {} : { trafficPolicy }),
      subsets: [
        { name: 'safe-group', labels: { version: 'safe' } },
        { name: 'risky-group', labels: { version: 'risky' } },
        { name: 'all-staff-service-pods', labels: { app: 'staff-service' } },
      ],
    },
  }) as KubernetesObject;

/** Whether a share of `of` lies within the 99.9 % interval around what is expected. */
export const isWithin = (requests: number, of: number, expected: number): boolean =>
  Math.abs(requests / of - expected) <= 3.29 * Math.sqrt((expected * (1 - expected)) / of);
