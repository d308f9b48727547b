import { X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { BasisChange } from '../model/basis.ts';
import { ChangesTable } from './changes-table.tsx';
import type { Basis } from './use-basis.ts';

/** W8: the routing changed while the dialog was open. The person's weights are still on the sliders. */
export function BasisNotice({ basis }: { readonly basis: Basis }) {
  const { state, note } = basis;
  if (state.kind === 'touched') {
    return (
      <section className="dialog-section basis-notice" role="alert" data-testid="basis-changed">
        <Notice tone="warning">
          <b>Somebody else changed this route just now.</b> Your weights are still on the sliders, and nothing of yours
          has been written.
          <ChangesTable rows={rowsOf(state.changes)} />
          <div className="row">
            <Button onClick={basis.keepMine}>Keep my weights</Button>
            <Button onClick={basis.takeTheirs}>Take theirs</Button>
          </div>
        </Notice>
      </section>
    );
  }
  if (note === undefined) return null;
  return (
    <section className="dialog-section basis-notice">
      <Notice tone="info" role="status">
        <div className="row">
          <span className="grow">
            {note.kind === 'rebased' ? rebasedWords(note.objects) : reloadedWords(note.changes)}
          </span>
          <Button look="quiet" size="small" square aria-label="Understood" onClick={basis.dismissNote}>
            <X className="icon" size={14} aria-hidden="true" />
          </Button>
        </div>
      </Notice>
    </section>
  );
}

const rowsOf = (changes: readonly BasisChange[]) =>
  changes.map((change, index) => ({ key: `${index} ${change.name}`, ...change }));

const rebasedWords = (objects: readonly string[]): string =>
  `${objects.join(', ')} changed while this dialog was open. The weights of this route did not; the plan is on the new version.`;

const reloadedWords = (changes: readonly BasisChange[]): string =>
  `Somebody else changed this route just now (${changes.map(({ name, before, after }) => `${name} ${before} to ${after}`).join(', ')}). These are the new weights.`;
