import type { Graph } from '@weir/shared';
import { useEffect, useMemo } from 'react';
import type { ServiceName } from '../api/routing-queries.ts';
import type { EditorState } from '../model/editor.ts';
import { isMoved } from '../model/intent.ts';
import { splitEdges } from '../model/observed.ts';
import { totalOf } from '../model/shares.ts';

export interface SplitPreviewOptions {
  readonly service: ServiceName;
  readonly graph: Graph | undefined;
  /** Undefined: nothing to preview, as after applying. */
  readonly state: EditorState | undefined;
  readonly onPreview: (shares: ReadonlyMap<string, number> | undefined) => void;
}

/** Draws what the sliders say as a preview on the graph behind; nothing while they stand where the cluster does. */
export function useSplitPreview({ service, graph, state, onPreview }: SplitPreviewOptions): void {
  const edges = useMemo(() => splitEdges(graph, service.namespace, service.name), [graph, service]);
  useEffect(() => {
    const total = totalOf(state?.rows ?? []);
    if (state === undefined || total === 0 || !isMoved(state)) return onPreview(undefined);
    const shares = state.rows.flatMap((row) => {
      const edge = row.version === undefined ? undefined : edges.get(row.version);
      return edge === undefined ? [] : [[edge, row.weight / total] as const];
    });
    onPreview(new Map(shares));
  }, [state, edges, onPreview]);
  useEffect(() => () => onPreview(undefined), [onPreview]);
}
