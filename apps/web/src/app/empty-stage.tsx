import type { Graph } from '@weir/shared';
import { formatWindow } from '../lib/format.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { notesOf } from './graph-notes.ts';

export interface EmptyStageProps {
  readonly graph: Graph;
  /** The namespaces that were asked for. */
  readonly chosen: readonly string[];
  /** Whether there is a namespace to choose. */
  readonly choosable: boolean;
  readonly idleHidden: boolean;
  readonly onShowIdle: () => void;
  readonly onDefault: () => void;
  readonly onAll: () => void;
}

/** G9: an empty graph explains itself, and offers one way on. */
export function EmptyStage(props: EmptyStageProps) {
  const { graph, chosen, choosable, idleHidden, onShowIdle, onDefault, onAll } = props;
  const all = (
    <Button look="quiet" onClick={onAll}>
      Show all namespaces
    </Button>
  );
  if (chosen.length === 0) {
    if (!choosable) {
      return (
        <EmptyState title="There is no namespace to show">
          <p>Ask for permission to read Services, Pods and Deployments in one.</p>
        </EmptyState>
      );
    }
    return (
      <EmptyState
        title="No namespace is chosen"
        actions={
          <>
            <Button onClick={onDefault}>All but system</Button>
            {all}
          </>
        }
      >
        <p>Choose one in the bar above.</p>
      </EmptyState>
    );
  }
  // That measuring has just begun explains no emptiness, and which namespaces are missing is said by name.
  const [cause, ...others] = notesOf(graph).filter((note) => note.tone !== 'begun' && note.code !== 'no-namespaces');
  if (idleHidden && cause?.tone !== 'warning') {
    return (
      <EmptyState
        title={`Nothing had traffic in the last ${formatWindow(graph.windowSeconds)}`}
        actions={<Button onClick={onShowIdle}>Show idle services</Button>}
      >
        <p>Idle services and workloads are hidden by the Display menu.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={cause?.message.replace(/\.$/, '') ?? `Nothing runs in ${chosen.join(', ')}`} actions={all}>
      {cause !== undefined && <p>{cause.remedy}</p>}
      {others.map((note) => (
        <p key={note.message} className="muted">
          {note.message} {note.remedy}
        </p>
      ))}
    </EmptyState>
  );
}
