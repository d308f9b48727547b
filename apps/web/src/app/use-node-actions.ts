import type { Graph, Session } from '@weir/shared';
import { type RefObject, useCallback, useState } from 'react';
import type { GraphCanvasHandle } from '../features/graph/canvas/graph-canvas.tsx';
import { DIALOG_WIDTH } from '../features/routing/components/routing-dialog.tsx';
import { routingTargetOf, weightedRoutingObstacle } from '../features/routing/model/routing-target.ts';
import { sideFor } from './dialog-side.ts';

export interface OpenMenu {
  readonly id: string;
  readonly at: { readonly x: number; readonly y: number };
}

export interface OpenDialog {
  readonly service: { readonly namespace: string; readonly name: string };
  readonly side: 'left' | 'right';
}

export interface NodeActionsOptions {
  readonly graph: Graph | undefined;
  readonly session: Session | undefined;
  readonly canvas: RefObject<GraphCanvasHandle | null>;
  readonly say: (text: string) => void;
}

/** The menu of a node, and the dialog that it leads to. */
export function useNodeActions({ graph, session, canvas, say }: NodeActionsOptions) {
  const [menu, setMenu] = useState<OpenMenu | undefined>(undefined);
  const [dialog, setDialog] = useState<OpenDialog | undefined>(undefined);
  const openDialog = (service: OpenDialog['service']) => {
    const { namespace, name } = service;
    setDialog({ service: { namespace, name }, side: sideBeside(graph, canvas.current, service) });
  };
  return {
    menu,
    openMenu: useCallback((id: string | undefined, at: OpenMenu['at']) => {
      setMenu(id === undefined ? undefined : { id, at });
    }, []),
    closeMenu: useCallback(() => setMenu(undefined), []),
    dialog,
    openDialog,
    closeDialog: useCallback(() => setDialog(undefined), []),
    /** By its key: what the selection stands for, or why not. */
    openRouting: (selected: string | undefined) => {
      if (graph === undefined) return;
      if (selected === undefined) return say('Select a service or a version first');
      const target = routingTargetOf(graph, selected);
      const obstacle = weightedRoutingObstacle(target, session);
      if (obstacle !== undefined) say(obstacle);
      else if (target.kind === 'service') openDialog(target);
    },
  };
}

export type NodeActions = ReturnType<typeof useNodeActions>;

/** The dialog keeps clear of the split that it changes, as far as it can. */
function sideBeside(
  graph: Graph | undefined,
  canvas: GraphCanvasHandle | null,
  { namespace, name }: OpenDialog['service'],
): 'left' | 'right' {
  const service = graph?.nodes.find(
    (node) => node.kind === 'service' && node.namespace === namespace && node.name === name,
  );
  if (service === undefined || graph === undefined) return 'right';
  const behind = graph.edges.filter((edge) => edge.source === service.id).map((edge) => edge.target);
  const places = [service.id, ...behind].flatMap((id) => canvas?.nodeClientRect(id) ?? []);
  return sideFor(places, window.innerWidth, DIALOG_WIDTH);
}
