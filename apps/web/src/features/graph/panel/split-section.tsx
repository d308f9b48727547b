import type { Graph, GraphEdge, GraphNode } from '@weir/shared';
import { Fragment } from 'react';
import { formatCount, formatLatency, formatShare } from '../../../lib/format.ts';
import { HEALTH_WORDS, HealthMark } from '../../../ui/health-mark.tsx';
import { ShareBar } from '../../../ui/share-bar.tsx';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import { formatRate } from '../model/format-figures.ts';

const setShare = (edge: GraphEdge): number => edge.configured?.share ?? edge.expected?.share ?? 0;

export interface SplitSectionProps {
  readonly graph: Graph;
  readonly edges: readonly GraphEdge[];
  /** Place of a node's version: its colour. Rows stand in this order. */
  readonly versionIndex: (node: GraphNode) => number;
  readonly onSelect: (id: string) => void;
}

/** Set beside seen, and the versions side by side in the same figures. */
export function SplitSection({ graph, edges, versionIndex, onSelect }: SplitSectionProps) {
  const rows = edges
    .map((edge) => {
      const node = graph.nodes.find((candidate) => candidate.id === edge.target);
      return { edge, node, index: node === undefined ? 0 : versionIndex(node) };
    })
    .sort((a, b) => a.index - b.index);
  const requests = edges.reduce((sum, edge) => sum + (edge.observed?.requests ?? 0), 0);
  const configured = edges.some((edge) => edge.configured !== undefined);
  const planned = configured ? 'Set' : 'Expected';
  const drift = edges.map((edge) => edge.drift).find((item) => item !== undefined);
  const parts = (share: (edge: GraphEdge) => number) =>
    rows.map(({ edge, index }) => ({ key: edge.id, share: share(edge), version: index }));
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>Split</h2>
        <span>{requests === 0 ? 'no requests in the window' : `${formatCount(requests)} requests in the window`}</span>
      </div>
      <div className="split-bars">
        <span>{planned}</span>
        <ShareBar outlined label={`${planned} split`} parts={parts(setShare)} />
        <span>Observed</span>
        {requests === 0 ? (
          <span className="split-none muted">nothing yet</span>
        ) : (
          <ShareBar label="Observed split" parts={parts((edge) => edge.observed?.share ?? 0)} />
        )}
      </div>
      {drift !== undefined && requests > 0 && <p className="sub sm split-words">{drift.reason}</p>}
      {!configured && <p className="sub sm split-words">Nothing is set: requests go by ready pods.</p>}
      <table className="split-table">
        <thead>
          <tr>
            <th>{planned}</th>
            <th>Observed</th>
            <th>Rate</th>
            <th>5xx</th>
            <th>p95</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ edge, index, node }) => (
            <Fragment key={edge.id}>
              <tr>
                <th colSpan={5} scope="rowgroup">
                  <button type="button" className="split-name" onClick={() => onSelect(edge.target)}>
                    <VersionSwatch index={index} />
                    <HealthMark state={node?.health.state ?? 'unknown'} size={8} />
                    <span className="sr">{HEALTH_WORDS[node?.health.state ?? 'unknown']}</span>
                    <span className="strong cut" title={node?.version ?? node?.name}>
                      {node?.version ?? node?.name ?? edge.target}
                    </span>
                  </button>
                </th>
              </tr>
              <Figures edge={edge} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Figures({ edge }: { readonly edge: GraphEdge }) {
  const { observed } = edge;
  const unit = edge.protocol === 'tcp' ? 'bytes' : 'requests';
  return (
    <tr>
      <td>{formatShare(setShare(edge))}</td>
      <td className="strong">{observed === undefined ? '–' : formatShare(observed.share)}</td>
      <td>{observed === undefined ? '–' : formatRate(observed.perSecond, unit)}</td>
      <td className={(observed?.errorShare ?? 0) > 0 ? 'health-degraded' : ''}>
        {observed === undefined ? '–' : formatShare(observed.errorShare)}
      </td>
      <td>{formatLatency(observed?.latency?.p95Ms ?? null)}</td>
    </tr>
  );
}
