import { formatCount, formatLatency, formatShare } from '../../../lib/format.ts';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import type { EditorRow } from '../model/editor-rows.ts';
import type { ObservedVersion } from '../model/observed.ts';
import { type Look, TOO_FEW } from '../model/settling.ts';
import { totalOf } from '../model/shares.ts';

export interface SettlingTableProps {
  readonly rows: readonly EditorRow[];
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  /** Undefined while nothing can be counted. */
  readonly look: Look | undefined;
}

/** The versions side by side since the change: set and observed, errors and latency (W15). */
export function SettlingTable({ rows, placeOf, look }: SettlingTableProps) {
  const total = totalOf(rows);
  return (
    <table className="effect" data-testid="settling-table">
      <thead>
        <tr>
          <th>Since the change</th>
          <th className="right">Requests</th>
          <th className="right">Set</th>
          <th className="right">Observed</th>
          <th className="right">5xx</th>
          <th className="right">p50</th>
          <th className="right">p95</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const seen = row.version === undefined ? undefined : look?.versions.get(row.version);
          return (
            <tr key={row.key} data-version={row.label}>
              <td>
                <span className="row">
                  <VersionSwatch index={placeOf(row)} />
                  <span className="strong cut" title={row.label}>
                    {row.label}
                  </span>
                </span>
              </td>
              <td className="right">{look === undefined ? '–' : formatCount(seen?.requests ?? 0)}</td>
              <td className="right">{formatShare(total === 0 ? 0 : row.weight / total)}</td>
              <td className="right strong">{observedWords(look, seen)}</td>
              <td className="right">{errorWords(seen)}</td>
              <td className="right">{formatLatency(seen?.p50Ms ?? null)}</td>
              <td className="right">{formatLatency(seen?.p95Ms ?? null)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const observedWords = (look: Look | undefined, seen: ObservedVersion | undefined): string =>
  look === undefined || look.requests === 0 ? '–' : formatShare(seen?.share ?? 0);

function errorWords(seen: ObservedVersion | undefined) {
  if (seen === undefined || seen.requests === 0) return '–';
  if (seen.requests < TOO_FEW) return <span className="muted">too few</span>;
  return <span className={seen.errorShare > 0 ? 'health-degraded' : ''}>{formatShare(seen.errorShare)}</span>;
}
