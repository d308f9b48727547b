import type { Snapshot } from '@weir/mesh';
import { drawBelow, seededDraw } from '../world/seeded-draw.ts';
import { BulkRunner } from './bulk-runner.ts';
import { LoadGenerator } from './load-generator.ts';
import { RequestRunner } from './request-runner.ts';
import type { TrafficWorkload } from './roster.ts';
import { RoutingView } from './routing-view.ts';
import type { MetricFilter } from './sidecar-statistics.ts';

export interface SimulationOptions {
  /** The cluster as it is now; the same object while nothing has changed. */
  readonly snapshot: () => Snapshot;
  readonly seed: number;
  /** When the traffic begins, in milliseconds since the epoch. */
  readonly nowMs: number;
}

export interface Simulation {
  /** Lets the traffic flow up to this moment. After a pause (a sleeping laptop) only five seconds are made up for. */
  tick(nowMs: number): void;
  /**
   * What the sidecar of a pod answers at `/stats/prometheus`. Undefined for a pod without a sidecar, that is not ready or not there. With a
   * filter only the metrics whose names it accepts.
   */
  sidecarStatistics(namespace: string, pod: string, filter?: MetricFilter): string | undefined;
}

const LONGEST_GAP_MS = 5000;
/** Loads up to so many requests a second together are sent one by one: with their calls that is some hundreds a second. */
const SINGLE_REQUESTS_PER_SECOND = 100;

/**
 * The traffic of the demo cluster (DESIGN D3): requests flow along the call tree that the workloads' annotations describe, each hop decided
 * by the mesh's one resolution, and every sidecar counts them as Istio's does. The same seed, snapshots and ticks give the same counters.
 */
export function createSimulation(options: SimulationOptions): Simulation {
  const draw = seededDraw(options.seed ^ 0x7aff1c);
  const view = new RoutingView();
  const runner = new RequestRunner(view, draw);
  const bulk = new BulkRunner(view, runner, draw);
  const generators = new Map<string, LoadGenerator>();
  let lastMs = options.nowMs;

  const sendSingly = (generator: LoadGenerator, requests: number): void => {
    for (let i = 0; i < requests; i++) {
      const { workload } = generator;
      const member = workload.members[drawBelow(draw, workload.members.length)];
      if (member === undefined) return;
      const message = generator.message(draw);
      const gateway = workload.gateway ? view.gatewayOf(workload, message.host, message.port) : undefined;
      if (workload.gateway && gateway === undefined) runner.refuse(member, message);
      else runner.send(member, message, 0, gateway);
    }
  };

  return {
    tick(nowMs) {
      if (!(nowMs > lastMs)) return;
      const elapsedMs = Math.min(LONGEST_GAP_MS, nowMs - lastMs);
      lastMs = nowMs;
      view.update(options.snapshot());
      let single = 0;
      for (const generator of presentGenerators(view, generators)) {
        single += generator.load.requestsPerSecond;
        if (single <= SINGLE_REQUESTS_PER_SECOND) sendSingly(generator, generator.arrivals(elapsedMs));
        else bulk.send(generator, generator.bulkArrivals(elapsedMs));
      }
    },
    sidecarStatistics(namespace, pod, filter) {
      view.update(options.snapshot());
      return view.rosterOf(namespace)?.members.get(pod)?.statistics?.render(filter);
    },
  };
}

/** The loads of all workloads that have one, the smallest first; keeps what is left over from earlier ticks. */
function presentGenerators(view: RoutingView, known: Map<string, LoadGenerator>): readonly LoadGenerator[] {
  const present: LoadGenerator[] = [];
  const add = (workload: TrafficWorkload): void => {
    for (const [index, load] of workload.behaviour.loads.entries()) {
      const key = `${workload.key}#${index}`;
      const generator = known.get(key) ?? new LoadGenerator(key, workload, load);
      generator.workload = workload;
      generator.load = load;
      known.set(key, generator);
      present.push(generator);
    }
  };
  for (const namespace of view.snapshot.slices.keys())
    for (const sender of view.rosterOf(namespace)?.senders ?? []) add(sender);
  return present.sort(
    (a, b) => a.load.requestsPerSecond - b.load.requestsPerSecond || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
}
