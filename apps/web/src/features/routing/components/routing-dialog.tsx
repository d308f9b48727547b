import type { Graph } from '@weir/shared';
import { PanelLeft, PanelRight, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Modal } from '../../../ui/modal.tsx';
import type { ServiceName } from '../api/routing-queries.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import { isMoved, namesOfWeights } from '../model/intent.ts';
import { observedVersions, serviceRate } from '../model/observed.ts';
import { ConflictView } from './conflict-view.tsx';
import { DialogFooter } from './dialog-footer.tsx';
import { DialogNotices } from './dialog-notices.tsx';
import { EditorSections } from './editor-sections.tsx';
import { ApplyFailure } from './problem-notice.tsx';
import { SettlingView } from './settling-view.tsx';
import { type RoutingEditor, useRoutingEditor } from './use-routing-editor.ts';
import { useSplitPreview } from './use-split-preview.ts';

export interface RoutingDialogProps {
  readonly service: ServiceName;
  /** The live graph behind the dialog: rates, observed shares, and the edges to preview. */
  readonly graph: Graph | undefined;
  readonly readOnlyReason: string | undefined;
  /** Since when nothing has come from Weir; undefined while the connection stands. Milliseconds since the epoch. */
  readonly lostSinceMs?: number | undefined;
  /** Where it opens: the side that hides less of the split. */
  readonly side?: 'left' | 'right';
  /** Place of a version in the graph's colours; undefined when the graph does not show it. */
  readonly versionIndex: (version: string) => number | undefined;
  /** Set shares to preview on the graph, by edge id; undefined ends the preview. */
  readonly onPreview: (shares: ReadonlyMap<string, number> | undefined) => void;
  readonly onClose: () => void;
}

/** Px wide; the page keeps it clear of the split where it can. */
export const DIALOG_WIDTH = 656;

/** Weighted routing (DESIGN W): slider, plan, apply, and what happens then. */
export function RoutingDialog(props: RoutingDialogProps) {
  const { service, graph, readOnlyReason, lostSinceMs, versionIndex, onPreview, onClose } = props;
  const editor = useRoutingEditor(service);
  const { routing, basis, state, conflict, outcome, apply } = editor;
  const [tab, setTab] = useState('effect');
  const [side, setSide] = useState(props.side ?? 'right');
  const now = useNow(1000);
  const observed = useMemo(() => observedVersions(graph, service.namespace, service.name), [graph, service]);
  const placeOf = (row: EditorRow) =>
    (row.version === undefined ? undefined : versionIndex(row.version)) ?? state.rows.indexOf(row);
  const body = useFirstSlider(state.rows.length > 0);
  useSplitPreview({ service, graph, state: outcome === undefined ? state : undefined, onPreview });

  const applyWords = `Apply ${namesOfWeights(state.rows)}`;
  // A service that cannot be split any more keeps the editor as long as there is input in it.
  const possible = basis.routing?.possible === true || isMoved(state);
  const editing = possible && state.rows.length > 0 && outcome === undefined;
  return (
    <Modal label="Weighted routing" width={DIALOG_WIDTH} onClose={onClose} side={side} className="routing-dialog">
      <header className="dialog-head">
        <div className="grow">
          <h1>{outcome === undefined ? 'Weighted routing' : `Settling to ${namesOfWeights(state.rows)}`}</h1>
          <div className="sub sm head-subject">
            {service.name} in {service.namespace} <span className="muted">{subjectWords(editor, service)}</span>
          </div>
        </div>
      </header>
      <div ref={body} className="dialog-body">
        <DialogNotices editor={editor} service={service} lostSinceMs={lostSinceMs} />
        {routing.isPending && <LoadingRows />}
        {outcome !== undefined && (
          <SettlingView
            placeOf={placeOf}
            service={service}
            rows={state.rows}
            result={outcome.result}
            appliedAtMs={outcome.atMs}
          />
        )}
        {editing && conflict !== undefined && (
          <ConflictView
            conflict={conflict}
            editor={editor}
            applyWords={applyWords}
            nowMs={now}
            onShowDiff={() => {
              editor.leaveConflict();
              setTab('diff');
            }}
          />
        )}
        {editing && conflict === undefined && basis.routing !== undefined && (
          <EditorSections
            routing={basis.routing}
            editor={editor}
            observed={observed}
            placeOf={placeOf}
            ratePerSecond={serviceRate(graph, service.namespace, service.name)?.perSecond}
            tab={tab}
            onTab={setTab}
          />
        )}
      </div>
      {apply.error !== null && conflict === undefined && outcome === undefined && (
        <div className="dialog-failure">
          <ApplyFailure error={apply.error} />
        </div>
      )}
      {conflict === undefined && (editing || outcome !== undefined) && (
        <DialogFooter editor={editor} applyWords={applyWords} readOnlyReason={readOnlyReason} onClose={onClose} />
      )}
      <DialogCorner side={side} onSide={setSide} onClose={onClose} />
    </Modal>
  );
}

/** What is edited, in the head: said once, not in every row. */
function subjectWords({ basis, state, outcome }: RoutingEditor, service: ServiceName): string {
  if (basis.routing === undefined) return '';
  const route = basis.routing.routes.find((candidate) => candidate.id === state.routeId);
  if (route === undefined) return outcome === undefined ? '· nothing is set yet' : '';
  const { kind, namespace, name } = route.object;
  const place = 'gateway' in route.scope ? `for calls through ${route.scope.gateway}` : 'within the mesh';
  return `· ${kind} ${namespace === service.namespace ? name : `${namespace}/${name}`}, ${place}`;
}

/** Once the sliders are there, the keyboard starts on the first one; not if the person is elsewhere already. */
function useFirstSlider(there: boolean) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!there || document.activeElement !== body.current?.closest('dialog')) return;
    body.current?.querySelector<HTMLElement>('[role="slider"]:not([aria-disabled="true"])')?.focus();
  }, [there]);
  return body;
}

interface DialogCornerProps {
  readonly side: 'left' | 'right';
  readonly onSide: (side: 'left' | 'right') => void;
  readonly onClose: () => void;
}

/** Last in the order of focus: what the dialog is for comes first. */
function DialogCorner({ side, onSide, onClose }: DialogCornerProps) {
  const other = side === 'right' ? 'left' : 'right';
  const Icon = other === 'left' ? PanelLeft : PanelRight;
  const words = `Move to the ${other}`;
  return (
    <div className="dialog-corner">
      <Button look="quiet" size="small" square aria-label={words} title={words} onClick={() => onSide(other)}>
        <Icon className="icon" size={15} aria-hidden="true" />
      </Button>
      <Button look="quiet" size="small" square aria-label="Close" title="Close" onClick={onClose}>
        <X className="icon" size={16} aria-hidden="true" />
      </Button>
    </div>
  );
}

const LoadingRows = () => (
  <section className="dialog-section loading-rows" aria-busy="true" aria-label="Reading the routes">
    <div className="skeleton" style={{ height: 22 }} />
    <div className="skeleton" style={{ height: 50 }} />
    <div className="skeleton" style={{ height: 50 }} />
    <div className="skeleton" style={{ height: 140 }} />
  </section>
);
