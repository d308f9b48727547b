import { summarizeRouting } from '../../routing/summarize-routing.ts';
import type { GraphContext } from '../graph-context.ts';

/** What the browser's menu needs to know of a service without asking (W1). Only for services that are asked for. */
export function addRouting(context: GraphContext): void {
  for (const node of context.draft.nodes.values()) {
    if (node.service === undefined || !context.requested.has(node.namespace)) continue;
    node.routing = summarizeRouting(context.snapshot, node.service.service);
  }
}
