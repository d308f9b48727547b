import { type Flow, flowOf } from './flow.ts';
import type { Message } from './message.ts';
import type { TrafficWorkload } from './roster.ts';
import type { RoutingView } from './routing-view.ts';

/** Keeps the flows of every workload for as long as they hold. */
export class FlowBook {
  readonly #view: RoutingView;
  readonly #flows = new WeakMap<TrafficWorkload, Map<string, Flow[]>>();

  constructor(view: RoutingView) {
    this.#view = view;
  }

  /** The flow of a workload's call (by its index), for requests of one kind: those that carry the same. */
  flowOf(from: TrafficWorkload, kind: string, index: number, message: Message): Flow {
    const byKind = this.#flows.get(from) ?? new Map<string, Flow[]>();
    this.#flows.set(from, byKind);
    const flows = byKind.get(kind) ?? [];
    byKind.set(kind, flows);
    const known = flows[index];
    if (known?.isCurrent()) return known;
    const flow = flowOf(this.#view, from, message);
    flows[index] = flow;
    return flow;
  }
}
