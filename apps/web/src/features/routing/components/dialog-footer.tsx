import type { Plan } from '@weir/shared';
import { Check, RefreshCw, TriangleAlert, Undo2 } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { namesOfWeights } from '../model/editor.ts';
import type { useRoutingEditor } from './use-routing-editor.ts';

export interface DialogFooterProps {
  readonly editor: ReturnType<typeof useRoutingEditor>;
  readonly applyWords: string;
  readonly readOnlyReason: string | undefined;
  readonly onClose: () => void;
}

type Editor = DialogFooterProps['editor'];

/** Why applying is not possible right now, or undefined. */
function obstacleOf(editor: Editor, plan: Plan | undefined, readOnlyReason: string | undefined): string | undefined {
  if (readOnlyReason !== undefined) return readOnlyReason;
  if (editor.apply.isPending) return 'It is being applied';
  if (!editor.ready) return 'Move a slider first: these are the weights that are set now';
  if (editor.plan.error !== null) return 'There is no plan for these weights';
  if (plan === undefined) return 'The plan is being made';
  if (plan.objects.length === 0) return 'Nothing would change';
  if (plan.findings.some((finding) => finding.blocking)) return 'A finding blocks this change';
  if (plan.findings.some((finding) => finding.needsAcknowledgement && !editor.acknowledged.has(finding.id))) {
    return 'A finding needs your explicit choice';
  }
  if (plan.permissions.some((permission) => permission.allowed === false))
    return 'You may not write these objects: see Permissions';
  return plan.dryRun.state === 'failed' ? 'The API server refused the dry run' : undefined;
}

export function DialogFooter({ editor, applyWords, readOnlyReason, onClose }: DialogFooterProps) {
  const { current, outcome, apply, state } = editor;
  if (outcome !== undefined) {
    return (
      <footer className="dialog-foot">
        <Button size="large" onClick={() => void editor.goBack()}>
          <Undo2 className="icon" size={15} aria-hidden="true" />
          Back to {namesOfWeights(state.initial)}
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
  return (
    <footer className="dialog-foot">
      <PlanState editor={editor} plan={current} />
      <span className="grow" />
      {editor.ready && (
        <Button look="quiet" size="large" onClick={() => editor.dispatch({ type: 'reset' })}>
          Reset
        </Button>
      )}
      <Button
        size="large"
        look="primary"
        obstacle={obstacleOf(editor, current, readOnlyReason)}
        onClick={() => current !== undefined && apply.mutate(current)}
      >
        {apply.isPending ? 'Applying…' : applyWords}
      </Button>
    </footer>
  );
}

function PlanState({ editor, plan }: { readonly editor: Editor; readonly plan: Plan | undefined }) {
  if (!editor.ready) return <span className="muted sm">These weights are set now.</span>;
  if (plan === undefined) {
    return editor.plan.error === null ? (
      <span className="muted sm row">
        <RefreshCw className="icon" size={14} aria-hidden="true" /> Checking the plan
      </span>
    ) : null;
  }
  const passed = plan.dryRun.state === 'passed';
  return (
    <span className="row sm sub">
      {passed ? (
        <Check className="icon health-healthy" size={15} aria-hidden="true" />
      ) : (
        <TriangleAlert className="icon health-degraded" size={15} aria-hidden="true" />
      )}
      {passed ? 'Dry run passed' : plan.dryRun.state === 'failed' ? 'Dry run failed' : 'Dry run skipped'}
    </span>
  );
}
