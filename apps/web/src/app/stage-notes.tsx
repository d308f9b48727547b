import type { Graph } from '@weir/shared';
import { Info, TriangleAlert } from 'lucide-react';
import { type GraphNote, notesOf } from './graph-notes.ts';

/** G9: what is missing from the graph, small and beside it, so that the picture stays where it is. */
export function StageNotes({ graph }: { readonly graph: Graph }) {
  const [first, ...others] = notesOf(graph);
  if (first === undefined) return null;
  if (first.tone === 'begun') {
    return (
      <p className="floating stage-note" role="status">
        {first.message} <span className="muted">{first.remedy}</span>
      </p>
    );
  }
  const Icon = first.tone === 'warning' ? TriangleAlert : Info;
  const more = others.filter((note) => note.tone !== 'begun');
  return (
    <details className={`floating stage-note ${first.tone}`}>
      <summary>
        <Icon className="icon" size={14} aria-hidden="true" />
        <span>
          {first.message}
          {more.length > 0 && <span className="muted"> And {more.length} more.</span>}
        </span>
      </summary>
      <ul>
        {[first, ...more].map((note) => (
          <NoteWords key={`${note.code} ${note.message}`} note={note} alone={more.length === 0} />
        ))}
      </ul>
    </details>
  );
}

/** A single note is already said in the summary: what is left is what to do. */
const NoteWords = ({ note, alone }: { readonly note: GraphNote; readonly alone: boolean }) => (
  <li>
    {!alone && <b className="medium">{note.message}</b>} <span className="sub">{note.remedy}</span>
  </li>
);
