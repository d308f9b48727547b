import type { Graph } from '@weir/shared';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { ApiError } from '../../../lib/http.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Modal } from '../../../ui/modal.tsx';
import type { ServiceName } from '../api/routing-queries.ts';
import { type EditorRow, namesOfWeights } from '../model/editor.ts';
import { observedVersions, serviceRate, splitEdges } from '../model/observed.ts';
import { totalOf } from '../model/shares.ts';
import { ConflictView } from './conflict-view.tsx';
import { DialogFooter } from './dialog-footer.tsx';
import { EditorSections } from './editor-sections.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { SettlingView } from './settling-view.tsx';
import { useRoutingEditor } from './use-routing-editor.ts';

export interface RoutingDialogProps {
  readonly service: ServiceName;
  /** The live graph behind the dialog: rates, observed shares, and the edges to preview. */
  readonly graph: Graph | undefined;
  readonly readOnlyReason: string | undefined;
  /** Place of a version in the graph's colours; undefined when the graph does not show it. */
  readonly versionIndex: (version: string) => number | undefined;
  /** Set shares to preview on the graph, by edge id; undefined ends the preview. */
  readonly onPreview: (shares: ReadonlyMap<string, number> | undefined) => void;
  readonly onClose: () => void;
}

/** Weighted routing (DESIGN W): slider, plan, apply, and what happens then. */
export function RoutingDialog({
  service,
  graph,
  readOnlyReason,
  versionIndex,
  onPreview,
  onClose,
}: RoutingDialogProps) {
  const editor = useRoutingEditor(service);
  const { routing, state, plan, conflict, outcome, apply } = editor;
  const [tab, setTab] = useState('effect');
  const now = useNow(1000);
  const observed = useMemo(() => observedVersions(graph, service.namespace, service.name), [graph, service]);
  const edges = useMemo(() => splitEdges(graph, service.namespace, service.name), [graph, service]);
  const total = totalOf(state.rows);
  const placeOf = (row: EditorRow) =>
    (row.version === undefined ? undefined : versionIndex(row.version)) ?? state.rows.indexOf(row);

  useEffect(() => {
    if (outcome !== undefined || state.rows.length === 0) return onPreview(undefined);
    const shares = state.rows.flatMap((row) => {
      const edge = row.version === undefined ? undefined : edges.get(row.version);
      return edge === undefined || total === 0 ? [] : [[edge, row.weight / total] as const];
    });
    onPreview(new Map(shares));
  }, [state.rows, edges, total, outcome, onPreview]);
  useEffect(() => () => onPreview(undefined), [onPreview]);

  const route = routing.data?.routes.find((candidate) => candidate.id === state.routeId);
  const subject =
    route === undefined
      ? 'nothing is configured yet'
      : `${route.object.kind} ${route.object.name}, ${'gateway' in route.scope ? `acts at ${route.scope.gateway}` : 'acts on the mesh'}`;
  const applyWords = `Apply ${namesOfWeights(state.rows)}`;
  const failure = apply.error instanceof ApiError && conflict === undefined ? apply.error : undefined;
  return (
    <Modal label="Weighted routing" width={656} onClose={onClose} side>
      <header className="dialog-head">
        <div className="grow">
          <h1>{outcome === undefined ? 'Weighted routing' : `Settling to ${namesOfWeights(state.rows)}`}</h1>
          <div className="sub sm">
            {service.name} in {service.namespace}{' '}
            {routing.data !== undefined && <span className="muted">· {subject}</span>}
          </div>
        </div>
        <Button look="quiet" size="small" square aria-label="Close" onClick={onClose}>
          <X className="icon" size={16} aria-hidden="true" />
        </Button>
      </header>
      <div className="dialog-body">
        {routing.isPending && <LoadingRows />}
        {routing.error !== null && <ProblemNotice error={routing.error} />}
        {routing.data?.possible === false && (
          <section className="dialog-section">
            <p className="sub">{routing.data.reason}</p>
          </section>
        )}
        {outcome !== undefined && (
          <SettlingView
            placeOf={placeOf}
            service={service}
            rows={state.rows}
            result={outcome.result}
            appliedAtMs={outcome.atMs}
          />
        )}
        {conflict !== undefined && outcome === undefined && (
          <ConflictView
            conflict={conflict}
            serviceWords={service.name}
            applyWords={applyWords}
            nowMs={now}
            busy={apply.isPending}
            onKeep={() => void editor.reload()}
            onApplyOnTop={() => conflict.plan !== null && apply.mutate(conflict.plan)}
            onShowDiff={() => {
              editor.setConflict(undefined);
              setTab('diff');
              void plan.refetch();
            }}
          />
        )}
        {routing.data?.possible === true && outcome === undefined && conflict === undefined && (
          <EditorSections
            routing={routing.data}
            editor={editor}
            observed={observed}
            placeOf={placeOf}
            ratePerSecond={serviceRate(graph, service.namespace, service.name)?.perSecond}
            tab={tab}
            onTab={setTab}
          />
        )}
        {failure !== undefined && <ProblemNotice error={failure} />}
      </div>
      {conflict === undefined && (
        <DialogFooter editor={editor} applyWords={applyWords} readOnlyReason={readOnlyReason} onClose={onClose} />
      )}
    </Modal>
  );
}

const LoadingRows = () => (
  <section className="dialog-section loading-rows" aria-busy="true" aria-label="Reading the routes">
    <div className="skeleton" style={{ height: 38 }} />
    <div className="skeleton" style={{ height: 54 }} />
    <div className="skeleton" style={{ height: 54 }} />
  </section>
);
