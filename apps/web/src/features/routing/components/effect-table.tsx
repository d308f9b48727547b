import { ArrowRight } from 'lucide-react';
import { formatFigure, formatRate, formatShare } from '../../../lib/format.ts';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import type { EditorRow } from '../model/editor-rows.ts';
import type { ObservedVersion } from '../model/observed.ts';

export interface EffectTableProps {
  readonly rows: readonly EditorRow[];
  readonly total: number;
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  readonly ratePerSecond: number | undefined;
  readonly observed: ReadonlyMap<string, ObservedVersion>;
}

/** W7: what the change will do, in shares and requests per second. Computed in the page, so that it follows the drag. */
export function EffectTable({ rows, total, placeOf, ratePerSecond, observed }: EffectTableProps) {
  const effects = rows.map((row) => ({
    row,
    share: total === 0 ? 0 : row.weight / total,
    seen: row.version === undefined ? undefined : observed.get(row.version),
  }));
  return (
    <>
      {ratePerSecond === undefined ? (
        <p className="sub sm effect-words">No traffic was seen in the window, so the effect is known in shares only.</p>
      ) : (
        <p className="sub sm effect-words">{effectWords(effects, ratePerSecond)}</p>
      )}
      <table className="effect">
        <thead>
          <tr>
            <th>
              <span className="sr">Version</span>
            </th>
            <th className="right">Share</th>
            <th className="right">Requests</th>
            <th className="right">Per pod</th>
            <th className="right">Change</th>
          </tr>
        </thead>
        <tbody>
          {effects.map(({ row, share }) => (
            <tr key={row.key}>
              <td>
                <span className="row">
                  <VersionSwatch index={placeOf(row)} />
                  <span className="strong cut" title={row.label}>
                    {row.label}
                  </span>
                </span>
              </td>
              <td className="right">
                <Was>{formatShare(row.shareNow)}</Was> <b>{formatShare(share)}</b>
              </td>
              <td className="right">
                {ratePerSecond === undefined ? (
                  '–'
                ) : (
                  <>
                    <Was>{formatFigure(row.shareNow * ratePerSecond)}</Was> <b>{formatRate(share * ratePerSecond)}</b>
                  </>
                )}
              </td>
              <td className="right">
                {ratePerSecond === undefined || row.pods.ready === 0
                  ? '–'
                  : `${formatRate((share * ratePerSecond) / row.pods.ready)} on ${row.pods.ready}`}
              </td>
              <td className="right">
                {ratePerSecond === undefined ? '–' : signed((share - row.shareNow) * ratePerSecond)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const Was = ({ children }: { readonly children: string }) => (
  <span className="muted nowrap">
    {children} <ArrowRight className="icon was-arrow" size={12} aria-label="to" />
  </span>
);

const signed = (perSecond: number): string =>
  Math.abs(perSecond) < 0.005 ? 'none' : `${perSecond > 0 ? '+' : '−'}${formatRate(Math.abs(perSecond))}`;

interface Effect {
  readonly row: EditorRow;
  readonly share: number;
  readonly seen: ObservedVersion | undefined;
}

function effectWords(effects: readonly Effect[], ratePerSecond: number): string {
  const to = effects
    .filter((effect) => effect.share > 0)
    .map((effect) => `${formatFigure(effect.share * ratePerSecond)} to ${effect.row.label}`)
    .join(' and ');
  const failing = effects.filter((effect) => (effect.seen?.errorShare ?? 0) > 0.005);
  const errors = failing
    .map((effect) => {
      const errorShare = effect.seen?.errorShare ?? 0;
      const before = effect.row.shareNow * ratePerSecond * errorShare;
      const after = effect.share * ratePerSecond * errorShare;
      return ` At its present error rate ${effect.row.label} will fail ${formatFigure(after)} instead of ${formatFigure(before)} a second.`;
    })
    .join('');
  return `Of ${formatFigure(ratePerSecond)} requests a second, about ${to}.${errors}`;
}
