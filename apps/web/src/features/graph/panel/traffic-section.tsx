import type { Graph, GraphEdge } from '@weir/shared';
import { formatRate, formatShare } from '../../../lib/format.ts';
import { HealthMark } from '../../../ui/health-mark.tsx';
import { nameOf } from './selection.ts';

export interface TrafficSectionProps {
  readonly title: string;
  readonly empty: string;
  readonly graph: Graph;
  readonly edges: readonly GraphEdge[];
  readonly end: 'source' | 'target';
  readonly onSelect: (id: string) => void;
}

/** Who is at the other end, with rate and errors, the busiest first. */
export function TrafficSection({ title, empty, graph, edges, end, onSelect }: TrafficSectionProps) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const sorted = [...edges].sort((a, b) => (b.observed?.perSecond ?? 0) - (a.observed?.perSecond ?? 0));
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>{title}</h2>
        <span>{edges.length === 0 ? 'none' : edges.length}</span>
      </div>
      {edges.length === 0 ? (
        <p className="muted sm">{empty}</p>
      ) : (
        <ul className="peer-list">
          {sorted.map((edge) => {
            const node = nodes.get(edge[end]);
            return (
              <li key={edge.id}>
                <button type="button" className="peer" onClick={() => onSelect(edge[end])}>
                  <HealthMark state={edge.health.state} size={8} />
                  <span className="cut">{node === undefined ? edge[end] : nameOf(node)}</span>
                  <span className="muted xs">{node?.namespace}</span>
                  <span className="grow" />
                  {edge.observed !== undefined && edge.observed.errorShare > 0 && (
                    <span className="xs health-degraded">{formatShare(edge.observed.errorShare)} err</span>
                  )}
                  <span className="num xs nowrap">
                    {edge.observed === undefined ? 'no traffic' : formatRate(edge.observed.perSecond)}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
