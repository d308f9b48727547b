import type { GraphNode } from '@weir/shared';
import type { ServiceFacts } from './topology/namespace-topology.ts';
import type { WorkloadFacts } from './topology/workload-facts.ts';

/** What a node is, before anything is known of its traffic. */
export interface NodeIdentity {
  readonly id: string;
  readonly kind: GraphNode['kind'];
  readonly namespace: string;
  readonly name: string;
  readonly boxKind?: 'app' | 'namespace';
  readonly app?: string;
  readonly version?: string;
  readonly service?: ServiceFacts;
  readonly deleted?: boolean;
  readonly workload?: WorkloadFacts;
}
