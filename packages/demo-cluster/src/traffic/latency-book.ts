import type { Snapshot } from '@weir/mesh';
import type { FlowBook } from './flow-book.ts';
import { type LatencyTable, latencyTable, meanLatencyMs } from './latency.ts';
import { NETWORK_MS } from './message.ts';
import type { TrafficWorkload } from './roster.ts';
import type { RoutingView } from './routing-view.ts';

const NO_HEADERS = {};
const KEPT_TABLES = 5000;

/** How long workloads take for requests that are drawn in bulk: their own time, and the expected time of their calls. */
export class LatencyBook {
  readonly #view: RoutingView;
  readonly #flows: FlowBook;
  readonly #tables = new Map<string, LatencyTable>();
  #meansOf: Snapshot | undefined;
  #means = new Map<TrafficWorkload, number>();

  constructor(view: RoutingView, flows: FlowBook) {
    this.#view = view;
    this.#flows = flows;
  }

  /** The distribution of a workload's time. Workloads that take the same time share one. */
  tableOf(workload: TrafficWorkload): LatencyTable {
    const { latencyMs, latencySpread } = workload.behaviour;
    const callsMs = this.#meanMs(workload) - meanLatencyMs(latencyMs, latencySpread);
    const medianMs = Math.round((latencyMs + callsMs) * 4) / 4;
    const key = `${medianMs}/${latencySpread}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    if (this.#tables.size >= KEPT_TABLES) this.#tables.clear();
    const table = latencyTable(medianMs, latencySpread);
    this.#tables.set(key, table);
    return table;
  }

  #meanMs(workload: TrafficWorkload): number {
    if (this.#meansOf !== this.#view.snapshot) {
      this.#means = new Map();
      this.#meansOf = this.#view.snapshot;
    }
    const known = this.#means.get(workload);
    if (known !== undefined) return known;
    const { behaviour } = workload;
    let ms = meanLatencyMs(behaviour.latencyMs, behaviour.latencySpread);
    // Stands for itself while its callees are asked: annotations may describe a circle.
    this.#means.set(workload, ms);
    for (const [index, call] of behaviour.calls.entries()) {
      const flow = this.#flows.flowOf(workload, '', index, { ...call, headers: NO_HEADERS });
      const members = (flow.legs ?? []).flatMap((leg) => leg.members);
      const totalMs = members.reduce((sum, member) => sum + this.#meanMs(member.workload), 0);
      if (members.length > 0) ms += call.share * (NETWORK_MS + totalMs / members.length);
    }
    this.#means.set(workload, ms);
    return ms;
  }
}
