import type { Plan } from '@weir/shared';
import { Check, RefreshCw, TriangleAlert, Undo2 } from 'lucide-react';
import { ApiError } from '../../../lib/http.ts';
import { Button } from '../../../ui/button.tsx';
import { planObstacle } from '../model/apply-obstacle.ts';
import { isMoved, namesOfWeights } from '../model/intent.ts';
import type { Outcome, RoutingEditor } from './use-routing-editor.ts';

export interface DialogFooterProps {
  readonly editor: RoutingEditor;
  readonly applyWords: string;
  readonly readOnlyReason: string | undefined;
  readonly onClose: () => void;
}

/** Why applying is not possible right now, or undefined. */
function obstacleOf(editor: RoutingEditor, readOnlyReason: string | undefined): string | undefined {
  if (readOnlyReason !== undefined) return readOnlyReason;
  if (editor.apply.isPending) return 'It is being applied';
  if (!editor.ready) return 'Move a slider first: these are the weights that are set now';
  const gone = goneWords(editor);
  if (gone !== undefined) return gone;
  const { current, error } = editor.plan;
  if (current !== undefined) return planObstacle(current, editor.acknowledged);
  if (editor.basis.state.kind === 'touched') return 'Decide first whose weights to go on with';
  return error === null ? 'The plan is being made' : 'There is no plan for these weights';
}

/** What went away under the dialog. */
function goneWords({ routing }: RoutingEditor): string | undefined {
  if (routing.error instanceof ApiError && routing.error.code === 'not-found')
    return 'The service is not there any more';
  return routing.data?.possible === false ? 'The service cannot be split any more' : undefined;
}

export function DialogFooter({ editor, applyWords, readOnlyReason, onClose }: DialogFooterProps) {
  const { outcome, apply, state } = editor;
  if (outcome !== undefined) return <OutcomeFooter editor={editor} outcome={outcome} onClose={onClose} />;
  const obstacle = obstacleOf(editor, readOnlyReason);
  return (
    <footer className="dialog-foot">
      <PlanWords editor={editor} obstacle={readOnlyReason ?? goneWords(editor)} />
      <span className="grow" />
      {isMoved(state) && (
        <Button look="quiet" size="large" onClick={() => editor.dispatch({ type: 'reset' })}>
          Reset
        </Button>
      )}
      <Button size="large" look="primary" obstacle={obstacle} onClick={editor.applyCurrent}>
        {apply.isPending ? 'Applying …' : applyWords}
      </Button>
    </footer>
  );
}

function OutcomeFooter({
  editor,
  outcome,
  onClose,
}: Pick<DialogFooterProps, 'editor' | 'onClose'> & { readonly outcome: Outcome }) {
  return (
    <footer className="dialog-foot">
      <Button size="large" onClick={() => void editor.goBack()}>
        <Undo2 className="icon" size={15} aria-hidden="true" />
        Back to {namesOfWeights(outcome.before)}
      </Button>
      <span className="grow" />
      <Button look="quiet" size="large" onClick={() => void editor.reload()}>
        Change again
      </Button>
      <Button size="large" look="primary" onClick={onClose}>
        Done
      </Button>
    </footer>
  );
}

/** How far the plan is, and what it comes to. */
function PlanWords({ editor, obstacle }: { readonly editor: RoutingEditor; readonly obstacle: string | undefined }) {
  const { plan, state } = editor;
  if (obstacle !== undefined) return <span className="sub sm plan-words">{obstacle}</span>;
  if (!editor.ready)
    return state.rows.length === 0 ? null : <span className="muted sm">These weights are set now.</span>;
  if (plan.current !== undefined)
    return <PlanResult plan={plan.current} blocked={planObstacle(plan.current, editor.acknowledged)} />;
  if (plan.error !== null || editor.basis.state.kind === 'touched') return null;
  return (
    <span className="muted sm row" role="status">
      <RefreshCw className="icon turning" size={14} aria-hidden="true" />
      {plan.waitingFor === null ? 'Making the plan' : 'No answer yet, trying again'}
    </span>
  );
}

const DRY_RUN_WORDS = { passed: 'Dry run passed', failed: 'Dry run failed', skipped: 'No dry run' } as const;

function PlanResult({ plan, blocked }: { readonly plan: Plan; readonly blocked: string | undefined }) {
  const fine = plan.dryRun.state === 'passed' && blocked === undefined;
  const Icon = fine ? Check : TriangleAlert;
  return (
    <span className="row sm sub plan-words" role="status">
      <Icon className={`icon ${fine ? 'health-healthy' : 'health-degraded'}`} size={15} aria-hidden="true" />
      {blocked ?? DRY_RUN_WORDS[plan.dryRun.state]}
    </span>
  );
}
