import { Button } from '../../../ui/button.tsx';
import type { EditorSectionsProps } from './editor-sections-props.ts';
import { PlanTabs } from './plan-tabs.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { RouteChooser } from './route-chooser.tsx';
import { ShareSection } from './share-section.tsx';

/** Route, sliders, and the plan under them. */
export function EditorSections(props: EditorSectionsProps) {
  const { routing, editor, placeOf, observed } = props;
  return (
    // What is being applied must not change under the request.
    <div className="editor" inert={editor.apply.isPending}>
      <RouteChooser routing={routing} chosen={editor.state.routeId} onChoose={editor.choose} />
      <ShareSection editor={editor} placeOf={placeOf} observed={observed} />
      <PlanTabs {...props} />
      {editor.plan.error !== null && (
        <section className="dialog-section">
          <ProblemNotice error={editor.plan.error}>
            {' '}
            <Button size="small" onClick={editor.plan.retry}>
              Ask again
            </Button>
          </ProblemNotice>
        </section>
      )}
      <section className="dialog-section why">
        <label className="row">
          <span className="strong xs sub">Why</span>
          <span className="field grow">
            <input
              placeholder="Optional, goes into the audit log"
              maxLength={500}
              autoComplete="off"
              value={editor.note}
              onChange={(event) => editor.setNote(event.currentTarget.value)}
            />
          </span>
        </label>
      </section>
    </div>
  );
}
