import type { Graph, GraphEdge, GraphNode } from '@weir/shared';
import { ChevronRight, SlidersHorizontal, X } from 'lucide-react';
import { formatCount, formatLatency, formatRate, formatShare } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { HealthChip, HealthMark } from '../../../ui/health-mark.tsx';
import { findSelection, nameOf, splitOf } from './selection.ts';
import { SplitSection } from './split-section.tsx';
import { TrafficSection } from './traffic-section.tsx';

export interface SidePanelProps {
  readonly graph: Graph;
  readonly selected: string;
  readonly onSelect: (id: string | undefined) => void;
  readonly versionIndex: (node: GraphNode) => number;
  /** Opens the menu of actions beside the button. */
  readonly onActions: (id: string, at: { readonly x: number; readonly y: number }) => void;
}

const KIND_WORDS: Readonly<Record<GraphNode['kind'], string>> = {
  app: 'App',
  workload: 'Workload',
  service: 'Service',
  gateway: 'Gateway',
  serviceEntry: 'ServiceEntry',
  waypoint: 'Waypoint',
  unknown: 'Caller',
  passthrough: 'Outside the mesh',
  blackhole: 'Outside the mesh',
  box: 'App',
};

/** U5: everything about what is selected, from the graph that is on screen. */
export function SidePanel({ graph, selected, versionIndex, onSelect, onActions }: SidePanelProps) {
  const selection = findSelection(graph, selected);
  if (selection === undefined) {
    return (
      <aside className="panel" aria-label="Details">
        <div className="panel-head row">
          <p className="sub sm grow">{selected} is no longer in the graph.</p>
          <CloseButton onSelect={onSelect} />
        </div>
      </aside>
    );
  }
  if (selection.kind === 'edge') {
    return (
      <aside className="panel" aria-label="Details">
        <Head
          crumbs={['Traffic', selection.edge.protocol.toUpperCase()]}
          title={`${nameOf(selection.source)} → ${nameOf(selection.target)}`}
          health={selection.edge.health}
          onActions={(at) => onActions(selected, at)}
          onSelect={onSelect}
        />
        <div className="panel-body">
          <EdgeSection edge={selection.edge} />
        </div>
      </aside>
    );
  }
  const { node, incoming, outgoing } = selection;
  const split = splitOf(graph, node);
  return (
    <aside className="panel" aria-label="Details">
      <Head
        crumbs={[
          node.kind === 'box' && node.boxKind === 'namespace'
            ? 'Namespace'
            : node.version === undefined
              ? KIND_WORDS[node.kind]
              : 'Version',
          node.namespace,
        ]}
        title={nameOf(node)}
        health={node.health}
        onActions={(at) => onActions(selected, at)}
        onSelect={onSelect}
      />
      <div className="panel-body">
        {split.length > 1 && <SplitSection graph={graph} edges={split} versionIndex={versionIndex} />}
        <TrafficSection
          title="Callers"
          empty="Nobody was seen calling it in the window."
          graph={graph}
          edges={incoming}
          end="source"
          onSelect={onSelect}
        />
        <TrafficSection
          title="Calls"
          empty="It was not seen calling anybody in the window."
          graph={graph}
          edges={outgoing}
          end="target"
          onSelect={onSelect}
        />
        <FactsSection node={node} />
      </div>
    </aside>
  );
}

const CloseButton = ({ onSelect }: Pick<SidePanelProps, 'onSelect'>) => (
  <Button look="quiet" size="small" square aria-label="Close details" onClick={() => onSelect(undefined)}>
    <X className="icon" size={16} aria-hidden="true" />
  </Button>
);

interface HeadProps extends Pick<SidePanelProps, 'onSelect'> {
  readonly crumbs: readonly string[];
  readonly title: string;
  readonly health: GraphNode['health'];
  readonly onActions: (at: { readonly x: number; readonly y: number }) => void;
}

function Head({ crumbs, title, health, onActions, onSelect }: HeadProps) {
  const [kind, place] = crumbs;
  return (
    <header className="panel-head">
      <div className="row between">
        <span className="crumb">
          {kind}
          {place !== undefined && place !== '' && (
            <>
              <ChevronRight className="icon" size={12} aria-hidden="true" />
              {place}
            </>
          )}
        </span>
        <CloseButton onSelect={onSelect} />
      </div>
      <h1>{title}</h1>
      <div className="row between panel-state">
        <HealthChip state={health.state} />
        <Button
          look="primary"
          aria-haspopup="menu"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            onActions({ x: box.left, y: box.bottom + 2 });
          }}
        >
          <SlidersHorizontal className="icon" size={14} aria-hidden="true" />
          Actions
        </Button>
      </div>
      {health.reasons.map((reason) => (
        <p key={reason} className="sub sm">
          {reason}
        </p>
      ))}
    </header>
  );
}

function EdgeSection({ edge }: { readonly edge: GraphEdge }) {
  const { observed, configured, expected, drift } = edge;
  return (
    <section className="panel-section">
      <dl className="facts">
        {configured !== undefined && (
          <>
            <dt>Set</dt>
            <dd>
              {formatShare(configured.share)}{' '}
              <span className="muted">
                ({configured.weight} of {configured.total}, {configured.object.kind} {configured.object.name})
              </span>
            </dd>
          </>
        )}
        {configured === undefined && expected !== undefined && (
          <>
            <dt>Expected</dt>
            <dd>
              {formatShare(expected.share)} <span className="muted">by {expected.pods} ready pods; nothing is set</span>
            </dd>
          </>
        )}
        {observed === undefined ? (
          <>
            <dt>Observed</dt>
            <dd className="muted">no traffic in the window</dd>
          </>
        ) : (
          <>
            <dt>Observed</dt>
            <dd>
              {formatShare(observed.share)} <span className="muted">of what leaves the source</span>
            </dd>
            <dt>Rate</dt>
            <dd>
              {formatRate(observed.perSecond)}{' '}
              <span className="muted">from {formatCount(observed.requests)} requests</span>
            </dd>
            <dt>Errors</dt>
            <dd>
              {formatShare(observed.errorShare)} 5xx, {formatShare(observed.clientErrorShare)} 4xx
            </dd>
            {observed.latency !== undefined && (
              <>
                <dt>Latency</dt>
                <dd>
                  p50 {formatLatency(observed.latency.p50Ms)}, p95 {formatLatency(observed.latency.p95Ms)}, p99{' '}
                  {formatLatency(observed.latency.p99Ms)}
                </dd>
              </>
            )}
            {observed.mtlsShare !== undefined && (
              <>
                <dt>mTLS</dt>
                <dd>{formatShare(observed.mtlsShare)}</dd>
              </>
            )}
          </>
        )}
        {drift !== undefined && (
          <>
            <dt>Set and observed</dt>
            <dd>{drift.reason}</dd>
          </>
        )}
      </dl>
      {observed !== undefined && observed.responses.length > 0 && (
        <table className="table responses">
          <thead>
            <tr>
              <th>Answer</th>
              <th>Flags</th>
              <th className="right">Share</th>
              <th className="right">Requests</th>
            </tr>
          </thead>
          <tbody>
            {observed.responses.map((response) => (
              <tr key={`${response.code} ${response.flags}`}>
                <td className="mono">{response.code === '0' ? 'none' : response.code}</td>
                <td className="mono muted">{response.flags}</td>
                <td className="right">{formatShare(response.share)}</td>
                <td className="right">{formatCount(response.requests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function FactsSection({ node }: { readonly node: GraphNode }) {
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>Configuration</h2>
      </div>
      <dl className="facts">
        {node.pods !== undefined && (
          <>
            <dt>Pods</dt>
            <dd>
              {node.pods.ready} of {node.pods.desired} ready
            </dd>
          </>
        )}
        {node.workloads?.map((workload) => (
          <div key={`${workload.kind}/${workload.name}`} className="fact-pair">
            <dt>{workload.kind}</dt>
            <dd className="mono cut">{workload.name}</dd>
          </div>
        ))}
        {node.routing?.object !== undefined && (
          <>
            <dt>Routed by</dt>
            <dd>{node.routing.object}</dd>
          </>
        )}
        {node.routing !== undefined && !node.routing.possible && (
          <>
            <dt>Splitting</dt>
            <dd>{node.routing.reason}</dd>
          </>
        )}
        {Object.entries(node.labels).map(([key, value]) => (
          <div key={key} className="fact-pair">
            <dt className="mono cut" title={key}>
              {key}
            </dt>
            <dd className="mono cut">{value}</dd>
          </div>
        ))}
      </dl>
      {node.badges.length > 0 && (
        <ul className="badge-list">
          {node.badges.map((badge) => (
            <li key={badge.kind}>
              <HealthMark state={badge.kind.startsWith('missing') ? 'unknown' : 'idle'} size={8} />
              <span>{badge.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
