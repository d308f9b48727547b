import type { Graph, GraphEdge, GraphNode } from '@weir/shared';
import { type MouseEvent, memo } from 'react';
import { formatLatency, formatShare } from '../../../lib/format.ts';
import { kindOf, nameOf } from '../../../lib/node-words.ts';
import { HEALTH_WORDS, HealthMark } from '../../../ui/health-mark.tsx';
import { formatRate } from '../model/format-figures.ts';

export interface GraphTableProps {
  readonly graph: Graph;
  /** Ids of the nodes that a search found; undefined while nothing is looked for. */
  readonly found: ReadonlySet<string> | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onMenu: (id: string, at: { readonly x: number; readonly y: number }) => void;
}

/** U7: the same content as the graph, as tables: what goes between the nodes, and the nodes themselves. */
export function GraphTable({ graph, found, selected, onSelect, onMenu }: GraphTableProps) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = graph.edges.filter((edge) => found === undefined || found.has(edge.source) || found.has(edge.target));
  const listed = graph.nodes.filter((node) => node.kind !== 'box' && (found === undefined || found.has(node.id)));
  return (
    <div className="table-scroll">
      <table className="table">
        <caption>Traffic</caption>
        <thead>
          <tr>
            <th>From</th>
            <th>To</th>
            <th>Protocol</th>
            <th>Health</th>
            <th className="right">Set</th>
            <th className="right">Observed</th>
            <th className="right">Rate</th>
            <th className="right">Errors</th>
            <th className="right">p95</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <EdgeRow
              key={edge.id}
              edge={edge}
              source={nodes.get(edge.source)}
              target={nodes.get(edge.target)}
              selected={edge.id === selected}
              onSelect={onSelect}
              onMenu={onMenu}
            />
          ))}
        </tbody>
      </table>
      <table className="table">
        <caption>Nodes</caption>
        <thead>
          <tr>
            <th>Name</th>
            <th>Namespace</th>
            <th>Kind</th>
            <th>Health</th>
            <th className="right">Pods ready</th>
            <th className="right">In</th>
            <th className="right">Errors</th>
            <th className="right">Out</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((node) => (
            <NodeRow key={node.id} node={node} selected={node.id === selected} onSelect={onSelect} onMenu={onMenu} />
          ))}
        </tbody>
      </table>
      {edges.length + listed.length === 0 && <p className="muted table-none">Nothing was found.</p>}
    </div>
  );
}

interface RowProps extends Pick<GraphTableProps, 'onSelect' | 'onMenu'> {
  readonly selected: boolean;
}

/** Nodes and edges keep their identity while nothing of them changes, and their rows with them. */
const EdgeRow = memo(function EdgeRow({
  edge,
  source,
  target,
  selected,
  onSelect,
  onMenu,
}: RowProps & {
  readonly edge: GraphEdge;
  readonly source: GraphNode | undefined;
  readonly target: GraphNode | undefined;
}) {
  const { observed } = edge;
  return (
    <tr data-selected={selected} onContextMenu={(event) => menuAt(event, edge.id, onMenu)}>
      <td>
        <NodeLink id={edge.source} node={source} onSelect={onSelect} />{' '}
        <span className="muted xs">{source?.namespace}</span>
      </td>
      <td>
        <NodeLink id={edge.target} node={target} onSelect={onSelect} />{' '}
        <span className="muted xs">{target?.namespace}</span>
      </td>
      <td>{edge.protocol}</td>
      <td>
        <button type="button" className="health-link" onClick={() => onSelect(edge.id)}>
          <HealthMark state={edge.health.state} /> {HEALTH_WORDS[edge.health.state]}
        </button>
      </td>
      <td className="right">{plannedWords(edge)}</td>
      <td className="right">{observed === undefined ? '–' : formatShare(observed.share)}</td>
      <td className="right">
        {observed === undefined ? '–' : formatRate(observed.perSecond, edge.protocol === 'tcp' ? 'bytes' : 'requests')}
      </td>
      <td className="right">{observed === undefined ? '–' : <ErrorShare of={observed.errorShare} />}</td>
      <td className="right">{formatLatency(observed?.latency?.p95Ms ?? null)}</td>
    </tr>
  );
});

const NodeRow = memo(function NodeRow({ node, selected, onSelect, onMenu }: RowProps & { readonly node: GraphNode }) {
  const { traffic, pods } = node;
  return (
    <tr data-selected={selected} onContextMenu={(event) => menuAt(event, node.id, onMenu)}>
      <td>
        <NodeLink id={node.id} node={node} onSelect={onSelect} />
      </td>
      <td className="muted">{node.namespace}</td>
      <td>{kindOf(node)}</td>
      <td>
        <span className="row" title={node.health.reasons.join(' ')}>
          <HealthMark state={node.health.state} /> {HEALTH_WORDS[node.health.state]}
        </span>
      </td>
      <td className="right">{pods === undefined ? '–' : `${pods.ready} of ${pods.desired}`}</td>
      <td className="right">{traffic === undefined ? '–' : formatRate(traffic.inPerSecond, 'requests')}</td>
      <td className="right">{traffic === undefined ? '–' : <ErrorShare of={traffic.errorShare} />}</td>
      <td className="right">{traffic === undefined ? '–' : formatRate(traffic.outPerSecond, 'requests')}</td>
    </tr>
  );
});

function menuAt(event: MouseEvent, id: string, onMenu: GraphTableProps['onMenu']): void {
  event.preventDefault();
  onMenu(id, { x: event.clientX, y: event.clientY });
}

function NodeLink({
  id,
  node,
  onSelect,
}: Pick<GraphTableProps, 'onSelect'> & { readonly id: string; readonly node: GraphNode | undefined }) {
  return (
    <button type="button" className="link-button" onClick={() => onSelect(id)}>
      {node === undefined ? id : nameOf(node)}
    </button>
  );
}

const ErrorShare = ({ of }: { readonly of: number }) => (
  <span className={of > 0 ? 'health-degraded' : ''}>{formatShare(of)}</span>
);

function plannedWords({ configured, expected }: GraphEdge): string {
  if (configured !== undefined) return formatShare(configured.share);
  return expected === undefined ? '–' : `${formatShare(expected.share)} expected`;
}
