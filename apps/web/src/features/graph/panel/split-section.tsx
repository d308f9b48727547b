import type { Graph, GraphEdge, GraphNode } from '@weir/shared';
import { formatCount, formatLatency, formatRate, formatShare } from '../../../lib/format.ts';
import { HealthMark } from '../../../ui/health-mark.tsx';
import { ShareBar } from '../../../ui/share-bar.tsx';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';

const setShare = (edge: GraphEdge): number => edge.configured?.share ?? edge.expected?.share ?? 0;

/** Set beside seen, and the versions side by side in the same figures. */
export interface SplitSectionProps {
  readonly graph: Graph;
  readonly edges: readonly GraphEdge[];
  /** Place of a node's version: its colour. Rows stand in this order. */
  readonly versionIndex: (node: GraphNode) => number;
}

export function SplitSection({ graph, edges, versionIndex }: SplitSectionProps) {
  const rows = edges
    .map((edge) => {
      const node = graph.nodes.find((candidate) => candidate.id === edge.target);
      return { edge, node, index: node === undefined ? 0 : versionIndex(node) };
    })
    .sort((a, b) => a.index - b.index);
  const requests = edges.reduce((sum, edge) => sum + (edge.observed?.requests ?? 0), 0);
  const configured = edges.some((edge) => edge.configured !== undefined);
  const drift = edges.map((edge) => edge.drift).find((item) => item !== undefined);
  const parts = (share: (edge: GraphEdge) => number) =>
    rows.map(({ edge, index }) => ({ key: edge.id, share: share(edge), version: index }));
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>Split</h2>
        <span>{formatCount(requests)} requests in the window</span>
      </div>
      <div className="split-bars">
        <span>{configured ? 'Set' : 'Expected'}</span>
        <ShareBar outlined label={`${configured ? 'Set' : 'Expected'} split`} parts={parts(setShare)} />
        <span>Observed</span>
        {requests === 0 ? (
          <span className="muted">no traffic yet</span>
        ) : (
          <ShareBar label="Observed split" parts={parts((edge) => edge.observed?.share ?? 0)} />
        )}
      </div>
      {drift !== undefined && <p className="sub sm split-words">{drift.reason}</p>}
      {!configured && <p className="sub sm split-words">Nothing is set: requests go by ready pods.</p>}
      <table className="effect split-table">
        <thead>
          <tr>
            <th>Version</th>
            <th className="right">{configured ? 'Set' : 'Expected'}</th>
            <th className="right">Observed</th>
            <th className="right">Rate</th>
            <th className="right">5xx</th>
            <th className="right">p95</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ edge, index, node }) => (
            <tr key={edge.id}>
              <td>
                <span className="row split-name">
                  <VersionSwatch index={index} />
                  <HealthMark state={node?.health.state ?? 'unknown'} size={8} />
                  <span className="strong cut">{node?.version ?? node?.name}</span>
                </span>
              </td>
              <td className="right">{formatShare(setShare(edge))}</td>
              <td className="right strong">{edge.observed === undefined ? '–' : formatShare(edge.observed.share)}</td>
              <td className="right">{edge.observed === undefined ? '–' : formatRate(edge.observed.perSecond)}</td>
              <td className="right">{edge.observed === undefined ? '–' : formatShare(edge.observed.errorShare)}</td>
              <td className="right">{formatLatency(edge.observed?.latency?.p95Ms ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
