import { useQuery } from '@tanstack/react-query';
import type { ApplyResult } from '@weir/shared';
import { Check, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatClock, formatCount } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Notice } from '../../../ui/notice.tsx';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import { type ServiceName, sinceChangeQuery } from '../api/routing-queries.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import { splitEdges } from '../model/observed.ts';
import {
  countsFromMs,
  type Look,
  lookAt,
  notComparableReason,
  pointOf,
  sampleLagMs,
  settlingVerdict,
  type Verdict,
  watchedRow,
} from '../model/settling.ts';
import { totalOf } from '../model/shares.ts';
import { SettlingChart } from './settling-chart.tsx';
import { SettlingTable } from './settling-table.tsx';

export interface SettlingViewProps {
  readonly service: ServiceName;
  readonly rows: readonly EditorRow[];
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  readonly result: ApplyResult;
  readonly appliedAtMs: number;
}

/** W15: after applying, the split as it is set beside what arrives, counted from the change on. */
export function SettlingView({ service, rows, placeOf, result, appliedAtMs }: SettlingViewProps) {
  const now = useNow(1000);
  const { looks, error, lagMs, notComparable } = useLooks(service, appliedAtMs);
  const watched = watchedRow(rows);
  if (watched === undefined) return null;
  const total = totalOf(rows);
  const setShare = total === 0 ? 0 : watched.weight / total;
  const elapsedMs = Math.max(0, now - appliedAtMs);
  const countsAtMs = appliedAtMs + countsFromMs(lagMs);
  const last = looks.at(-1);
  const clean = last?.clean === true ? last : undefined;
  const waiting = clean === undefined && now < countsAtMs + 2000;
  const verdict = settlingVerdict({ look: clean, row: watched, setShare, elapsedMs, notComparable });
  return (
    <>
      <section className="dialog-section">
        <ol className="settling-steps">
          <Step done title="Written">
            {formatClock(appliedAtMs)}, {result.applied.map((object) => `${object.kind} ${object.name}`).join(', ')}
          </Step>
          <Step done={!waiting} title="Only new requests">
            {waiting
              ? `in ${Math.max(1, Math.ceil((countsAtMs - now) / 1000))} s: until then older ones are among them`
              : `counted since ${formatClock(appliedAtMs)}`}
          </Step>
          <Step done={verdict.settled} title="Observed">
            {clean === undefined ? 'not counted yet' : `${formatCount(clean.requests)} requests since the change`}
          </Step>
        </ol>
      </section>
      <section className="dialog-section">
        <div className="row between section-label">
          <span className="strong xs sub row">
            Share of <VersionSwatch index={placeOf(watched)} /> {watched.label}, in %
          </span>
          <ChartKey />
        </div>
        <SettlingChart
          points={looks.flatMap((look) => pointOf(look, watched.version) ?? [])}
          setShare={setShare}
          shareBefore={watched.shareNow}
          label={watched.label}
          versionIndex={placeOf(watched)}
          appliedAtMs={appliedAtMs}
          countsAtMs={countsAtMs}
          nowMs={now}
        />
        {error === null ? <VerdictWords verdict={verdict} waiting={waiting} /> : <NoFigures error={error} />}
      </section>
      <section className="dialog-section">
        <SettlingTable rows={rows} placeOf={placeOf} look={clean} />
      </section>
    </>
  );
}

const KEPT_LOOKS = 600;

/** Looks every two seconds at what arrived since the change, and keeps every answer. */
function useLooks(service: ServiceName, appliedAtMs: number) {
  const [looks, setLooks] = useState<readonly Look[]>([]);
  const lag = useRef(sampleLagMs(undefined));
  const { data, dataUpdatedAt, error } = useQuery(sinceChangeQuery(service, appliedAtMs, () => lag.current));
  useEffect(() => {
    if (data === undefined) return;
    lag.current = sampleLagMs(data);
    const look = lookAt(data, service, dataUpdatedAt, appliedAtMs);
    setLooks((known) => (known.at(-1)?.atMs === look.atMs ? known : [...known.slice(-KEPT_LOOKS), look]));
  }, [data, dataUpdatedAt, service, appliedAtMs]);
  const edges = splitEdges(data, service.namespace, service.name);
  return { looks, error, lagMs: sampleLagMs(data), notComparable: notComparableReason(data, edges) };
}

interface StepProps {
  readonly done: boolean;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ done, title, children }: StepProps) {
  const Icon = done ? Check : RefreshCw;
  return (
    <li data-now={!done}>
      <Icon className="icon" size={15} aria-hidden="true" />
      <span>
        <b>{title}</b>
        <small>{children}</small>
      </span>
    </li>
  );
}

const ChartKey = () => (
  <span className="row muted xs chart-key">
    <i className="chart-key-set" aria-hidden="true" /> Set
    <i className="chart-key-seen" aria-hidden="true" /> Observed, 95{'\u202f'}% interval
  </span>
);

function VerdictWords({ verdict, waiting }: { readonly verdict: Verdict; readonly waiting: boolean }) {
  const { words, more, counted, needed } = verdict;
  return (
    <div className="verdict">
      <p className="sub sm grow" aria-live="polite" data-testid="settling-verdict">
        {waiting
          ? 'The shortest window is 10 s, and requests from before the change are still in it. No verdict yet.'
          : words}
        {!waiting && more !== undefined && <b className="strong verdict-more">{more}</b>}
      </p>
      {needed !== undefined && (
        <span className="verdict-progress">
          <progress max={needed} value={Math.min(counted, needed)} aria-label="Requests counted of those needed" />
          <span className="muted xs num">
            {formatCount(counted)} of {formatCount(needed)}
          </span>
        </span>
      )}
    </div>
  );
}

const NoFigures = ({ error }: { readonly error: Error }) => (
  <Notice tone="warning" role="status">
    <b>What arrives cannot be read right now.</b> {error.message} The change itself is written; counting goes on by
    itself.
  </Notice>
);
