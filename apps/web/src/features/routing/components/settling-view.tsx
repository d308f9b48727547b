import { useQuery } from '@tanstack/react-query';
import type { ApplyResult } from '@weir/shared';
import { Check, RefreshCw } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { formatClock, formatCount, formatLatency, formatShare } from '../../../lib/format.ts';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import { type ServiceName, sinceChangeQuery } from '../api/routing-queries.ts';
import type { EditorRow } from '../model/editor.ts';
import { requestsForMargin, shareInterval } from '../model/interval.ts';
import { observedVersions } from '../model/observed.ts';
import { SettlingChart, type SharePoint } from './settling-chart.tsx';

export interface SettlingViewProps {
  readonly service: ServiceName;
  readonly rows: readonly EditorRow[];
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  readonly result: ApplyResult;
  readonly appliedAtMs: number;
}

/** Under this many requests there is no verdict (G4). */
const TOO_FEW = 30;
const MARGIN = 0.03;

/** W15: after applying, the split as it is set beside what arrives, counted from the change on. */
export function SettlingView({ service, rows, placeOf, result, appliedAtMs }: SettlingViewProps) {
  const { data, dataUpdatedAt } = useQuery(sinceChangeQuery(service, appliedAtMs, Date.now));
  const observed = useMemo(() => observedVersions(data, service.namespace, service.name), [data, service]);
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const requests = [...observed.values()].reduce((sum, version) => sum + version.requests, 0);
  const watched =
    [...rows].filter((row) => row.version !== undefined).sort((a, b) => a.weight - b.weight)[0] ?? rows[0];
  const setShare = watched === undefined || total === 0 ? 0 : watched.weight / total;
  const points = useSharePoints(watched?.version, observed, requests, dataUpdatedAt, appliedAtMs);
  const last = points.at(-1);
  const needed = requestsForMargin(setShare, MARGIN);
  return (
    <>
      <section className="dialog-section">
        <ol className="settling-steps">
          <li>
            <Check className="icon" size={15} aria-hidden="true" />
            <span>
              <b>Written</b>
              <small>
                {formatClock(appliedAtMs)}, {result.applied.map((object) => `${object.kind} ${object.name}`).join(', ')}
              </small>
            </span>
          </li>
          <li data-now={requests < needed}>
            {requests < needed ? (
              <RefreshCw className="icon" size={15} aria-hidden="true" />
            ) : (
              <Check className="icon" size={15} aria-hidden="true" />
            )}
            <span>
              <b>Observed</b>
              <small>{formatCount(requests)} requests since the change</small>
            </span>
          </li>
        </ol>
      </section>
      {watched !== undefined && (
        <section className="dialog-section">
          <div className="row between section-label">
            <span className="strong xs sub row">
              Share of <VersionSwatch index={placeOf(watched)} /> {watched.label}, in %
            </span>
            <span className="muted xs">dashed: set · band: 95 % interval</span>
          </div>
          <SettlingChart
            points={points}
            setShare={setShare}
            label={watched.label}
            versionIndex={placeOf(watched)}
            appliedAtMs={appliedAtMs}
          />
          <p className="sub sm" aria-live="polite" data-testid="settling-verdict">
            {verdict(watched, setShare, last, requests, needed)}
          </p>
        </section>
      )}
      <section className="dialog-section">
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
              const seen = row.version === undefined ? undefined : observed.get(row.version);
              return (
                <tr key={row.key} data-version={row.label}>
                  <td>
                    <span className="row">
                      <VersionSwatch index={placeOf(row)} />
                      <span className="strong cut">{row.label}</span>
                    </span>
                  </td>
                  <td className="right">{formatCount(seen?.requests ?? 0)}</td>
                  <td className="right">{formatShare(total === 0 ? 0 : row.weight / total)}</td>
                  <td className="right strong">{seen === undefined ? '–' : formatShare(seen.share)}</td>
                  <td className="right">
                    {seen === undefined ? (
                      '–'
                    ) : seen.requests < TOO_FEW ? (
                      <span className="muted">too little data</span>
                    ) : (
                      formatShare(seen.errorShare)
                    )}
                  </td>
                  <td className="right">{formatLatency(seen?.p50Ms ?? null)}</td>
                  <td className="right">{formatLatency(seen?.p95Ms ?? null)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </>
  );
}

function verdict(
  row: EditorRow,
  setShare: number,
  last: SharePoint | undefined,
  requests: number,
  needed: number,
): string {
  if (last === undefined || requests === 0) return 'No request has been seen since the change.';
  const range = `between ${formatShare(last.low)} and ${formatShare(last.high)}`;
  const agrees = setShare >= last.low && setShare <= last.high;
  if (requests < TOO_FEW) return `${row.label} has ${range} of the ${requests} requests so far: too little to tell.`;
  const head = agrees
    ? `${row.label} stands ${range}. This agrees with ${formatShare(setShare)}.`
    : `${row.label} stands ${range}; set is ${formatShare(setShare)}. Requests from before the change may still be among them.`;
  return requests >= needed
    ? head
    : `${head} About ${formatCount(needed - requests)} more requests until the share is known to ±3 points.`;
}

/** Collects a point with every answer. */
function useSharePoints(
  version: string | undefined,
  observed: ReturnType<typeof observedVersions>,
  requests: number,
  answeredAtMs: number,
  appliedAtMs: number,
): readonly SharePoint[] {
  const [points, setPoints] = useState<readonly SharePoint[]>([]);
  useEffect(() => {
    if (version === undefined || requests === 0 || answeredAtMs < appliedAtMs) return;
    const share = observed.get(version)?.share ?? 0;
    const { low, high } = shareInterval(Math.round(share * requests), requests);
    setPoints((known) =>
      known.at(-1)?.atMs === answeredAtMs ? known : [...known.slice(-600), { atMs: answeredAtMs, share, low, high }],
    );
  }, [version, observed, requests, answeredAtMs, appliedAtMs]);
  return points;
}
