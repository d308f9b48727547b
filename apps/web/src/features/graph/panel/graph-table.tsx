import type { Graph } from '@weir/shared';
import { formatLatency, formatRate, formatShare } from '../../../lib/format.ts';
import { HEALTH_WORDS, HealthMark } from '../../../ui/health-mark.tsx';
import { nameOf } from './selection.ts';

export interface GraphTableProps {
  readonly graph: Graph;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onMenu: (id: string, at: { readonly x: number; readonly y: number }) => void;
}

/** U7: the same content as the graph, as a table. */
export function GraphTable({ graph, selected, onSelect, onMenu }: GraphTableProps) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="sr">Edges of the graph</caption>
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
          {graph.edges.map((edge) => {
            const source = nodes.get(edge.source);
            const target = nodes.get(edge.target);
            const set = edge.configured?.share;
            return (
              <tr
                key={edge.id}
                data-selected={edge.id === selected}
                onContextMenu={(event) => {
                  event.preventDefault();
                  onMenu(edge.id, { x: event.clientX, y: event.clientY });
                }}
              >
                <td>
                  <button type="button" className="link-button" onClick={() => onSelect(edge.source)}>
                    {source === undefined ? edge.source : nameOf(source)}
                  </button>{' '}
                  <span className="muted xs">{source?.namespace}</span>
                </td>
                <td>
                  <button type="button" className="link-button" onClick={() => onSelect(edge.target)}>
                    {target === undefined ? edge.target : nameOf(target)}
                  </button>{' '}
                  <span className="muted xs">{target?.namespace}</span>
                </td>
                <td>{edge.protocol}</td>
                <td>
                  <span className="row">
                    <HealthMark state={edge.health.state} /> {HEALTH_WORDS[edge.health.state]}
                  </span>
                </td>
                <td className="right">
                  {set !== undefined
                    ? formatShare(set)
                    : edge.expected === undefined
                      ? '–'
                      : `${formatShare(edge.expected.share)} expected`}
                </td>
                <td className="right">{edge.observed === undefined ? '–' : formatShare(edge.observed.share)}</td>
                <td className="right">{edge.observed === undefined ? '–' : formatRate(edge.observed.perSecond)}</td>
                <td className="right">{edge.observed === undefined ? '–' : formatShare(edge.observed.errorShare)}</td>
                <td className="right">{formatLatency(edge.observed?.latency?.p95Ms ?? null)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
