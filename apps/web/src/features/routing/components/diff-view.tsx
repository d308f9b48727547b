import type { DiffLine, PlannedObject } from '@weir/shared';
import { Fragment } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';

/** Lines of context around a change. */
const CONTEXT = 4;

/** The YAML difference of each object of a plan, long unchanged parts folded. */
export function DiffView({ objects }: { readonly objects: readonly PlannedObject[] }) {
  if (objects.length === 0)
    return <p className="sub sm">Nothing would be written: the weights are what they are now.</p>;
  return (
    <div className="diffs">
      {objects.map((object) => {
        const changed = object.diff.filter((line) => line.kind !== 'same').length;
        return (
          <figure key={`${object.kind}/${object.namespace}/${object.name}`} className="diff">
            <figcaption>
              <span>
                <b className="strong">{object.kind}</b> {object.namespace} / {object.name}
              </span>
              <span className="row">
                <span className="muted">
                  {object.operation === 'create'
                    ? 'new'
                    : `${changed / 2 === Math.round(changed / 2) ? changed / 2 : changed} of ${object.diff.length} lines change`}
                </span>
                <CopyButton
                  label={`Copy the patch of ${object.name}`}
                  text={() => JSON.stringify(object.operation === 'create' ? object.after : object.patch, null, 2)}
                >
                  {object.operation === 'create' ? 'Copy JSON' : 'Copy patch'}
                </CopyButton>
              </span>
            </figcaption>
            <section
              className="diff-lines"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
              tabIndex={0}
              aria-label={`Changes of ${object.kind} ${object.name}`}
            >
              {fold(object.diff).map((part) =>
                part.kind === 'fold' ? (
                  <div key={`fold-${part.from}`} className="diff-line fold">
                    <span />
                    <span />
                    <span>{part.count} unchanged lines</span>
                  </div>
                ) : (
                  <Fragment key={`${part.line.kind}-${part.line.before}-${part.line.after}`}>
                    <div className={`diff-line ${part.line.kind}`}>
                      <span>{part.line.after ?? part.line.before}</span>
                      <span>{part.line.kind === 'add' ? '+' : part.line.kind === 'remove' ? '−' : ''}</span>
                      <span>{part.line.text}</span>
                    </div>
                  </Fragment>
                ),
              )}
            </section>
          </figure>
        );
      })}
    </div>
  );
}

type Part =
  | { readonly kind: 'line'; readonly line: DiffLine }
  | { readonly kind: 'fold'; readonly from: number; readonly count: number };

function fold(lines: readonly DiffLine[]): readonly Part[] {
  const near = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'same') continue;
    for (let i = index - CONTEXT; i <= index + CONTEXT; i += 1) near.add(i);
  }
  const parts: Part[] = [];
  let skipped = 0;
  for (const [index, line] of lines.entries()) {
    if (near.has(index)) {
      if (skipped > 0) parts.push({ kind: 'fold', from: index - skipped, count: skipped });
      skipped = 0;
      parts.push({ kind: 'line', line });
    } else skipped += 1;
  }
  if (skipped > 0) parts.push({ kind: 'fold', from: lines.length - skipped, count: skipped });
  return parts;
}
