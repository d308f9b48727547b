import type { GraphEdge, GraphNode } from '@weir/shared';
import { formatCount, formatLatency, formatShare } from '../../../lib/format.ts';
import { formatRate } from '../model/format-figures.ts';
import { Fact, Facts } from './facts.tsx';
import { flagWords } from './response-flags.ts';
import { PeerButton } from './traffic-section.tsx';

export interface EdgeDetailsProps {
  readonly edge: GraphEdge;
  readonly source: GraphNode;
  readonly target: GraphNode;
  readonly onSelect: (id: string) => void;
}

/** What goes between two nodes: set and observed, errors by answer, latency. */
export function EdgeDetails({ edge, source, target, onSelect }: EdgeDetailsProps) {
  const { observed, configured, expected, drift } = edge;
  return (
    <>
      <section className="panel-section">
        <div className="panel-section-head">
          <h2>Share</h2>
        </div>
        <Facts>
          {configured !== undefined && (
            <Fact name="Set">
              {formatShare(configured.share)}{' '}
              <span className="muted">
                ({configured.weight} of {configured.total}) by {configured.object.kind} {configured.object.namespace}/
                {configured.object.name}
              </span>
            </Fact>
          )}
          {configured === undefined && expected !== undefined && (
            <Fact name="Expected">
              {formatShare(expected.share)}{' '}
              <span className="muted">
                by {expected.pods} ready {expected.pods === 1 ? 'pod' : 'pods'}; nothing is set
              </span>
            </Fact>
          )}
          <Fact name="Observed">
            {observed === undefined ? (
              <span className="muted">no traffic in the window</span>
            ) : (
              <>
                {formatShare(observed.share)} <span className="muted">of what leaves the source</span>
              </>
            )}
          </Fact>
          {drift !== undefined && <Fact name="Compared">{drift.reason}</Fact>}
        </Facts>
      </section>
      {observed !== undefined && <ObservedSection edge={edge} observed={observed} />}
      <section className="panel-section">
        <div className="panel-section-head">
          <h2>Between</h2>
        </div>
        <ul className="peer-list">
          {[source, target].map((node) => (
            <li key={node.id}>
              <PeerButton
                namespace=""
                onSelect={onSelect}
                peer={{
                  id: node.id,
                  node,
                  protocol: edge.protocol,
                  health: node.health.state,
                  perSecond: node === source ? node.traffic?.outPerSecond : node.traffic?.inPerSecond,
                  errorShare: 0,
                }}
              />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function ObservedSection({
  edge,
  observed,
}: {
  readonly edge: GraphEdge;
  readonly observed: NonNullable<GraphEdge['observed']>;
}) {
  const tcp = edge.protocol === 'tcp';
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>Traffic</h2>
        <span>
          {formatCount(observed.requests)} {tcp ? 'connections' : 'requests'} in the window
        </span>
      </div>
      <Facts>
        <Fact name="Rate">{formatRate(observed.perSecond, tcp ? 'bytes' : 'requests')}</Fact>
        {!tcp && (
          <Fact name="Errors">
            {formatShare(observed.errorShare)} <span className="muted">5xx or no answer</span>,{' '}
            {formatShare(observed.clientErrorShare)} <span className="muted">4xx</span>
          </Fact>
        )}
        {observed.latency !== undefined && (
          <Fact name="Latency">
            {formatLatency(observed.latency.p50Ms)} <span className="muted">p50,</span>{' '}
            {formatLatency(observed.latency.p95Ms)} <span className="muted">p95,</span>{' '}
            {formatLatency(observed.latency.p99Ms)} <span className="muted">p99</span>
          </Fact>
        )}
        {observed.mtlsShare !== undefined && <Fact name="mTLS">{formatShare(observed.mtlsShare)}</Fact>}
      </Facts>
      {observed.responses.length > 0 && <Responses responses={observed.responses} />}
    </section>
  );
}

function Responses({ responses }: { readonly responses: NonNullable<GraphEdge['observed']>['responses'] }) {
  return (
    <table className="table responses">
      <thead>
        <tr>
          <th>Answer</th>
          <th className="right">Share</th>
          <th className="right">Requests</th>
        </tr>
      </thead>
      <tbody>
        {responses.map((response) => (
          <tr key={`${response.code} ${response.flags}`}>
            <td>
              <span className="mono">{response.code === '0' ? 'none' : response.code}</span>
              {flagWords(response.flags) !== '' && <small>{flagWords(response.flags)}</small>}
            </td>
            <td className="right">{formatShare(response.share)}</td>
            <td className="right">{formatCount(response.requests)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
