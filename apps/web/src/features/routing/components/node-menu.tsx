import type { Graph, Session } from '@weir/shared';
import { Copy, Crosshair, Link2, PanelRight, SlidersHorizontal, Split } from 'lucide-react';
import { lastAction, rememberAction } from '../../../lib/last-action.ts';
import { kindOf, nameOf } from '../../../lib/node-words.ts';
import { MenuAtPoint, MenuItem, MenuSeparator, SubMenu } from '../../../ui/menu.tsx';
import { routingTargetOf, weightedRoutingObstacle } from '../model/routing-target.ts';

export interface NodeMenuProps {
  readonly graph: Graph;
  readonly session: Session | undefined;
  readonly id: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  readonly onWeightedRouting: (service: { readonly namespace: string; readonly name: string }) => void;
  readonly onOpenDetails: (id: string) => void;
  /** Undefined where there is no graph to move, as in the table. */
  readonly onCentre: ((id: string) => void) | undefined;
  readonly onCopy: (text: string) => void;
  readonly linkTo: (id: string) => string;
}

const WEIGHTED_ROUTING = 'weighted-routing';

/** W1: opens at once, from data that is already in the browser. What is not possible stays, with the reason. */
export function NodeMenu(props: NodeMenuProps) {
  const { graph, session, id, at, onClose } = props;
  const target = routingTargetOf(graph, id);
  const obstacle = weightedRoutingObstacle(target, session);
  const { name, place } = headOf(graph, id, target.kind === 'service' ? target : undefined);
  const weightedRouting = (
    <MenuItem
      icon={Split}
      label="Weighted routing …"
      shortcut="W"
      obstacle={obstacle}
      onSelect={() => {
        if (target.kind !== 'service') return;
        rememberAction(WEIGHTED_ROUTING);
        props.onWeightedRouting(target);
      }}
    />
  );
  return (
    <MenuAtPoint at={at} label={name} onClose={onClose} onShown={() => performance.mark('weir:menu')}>
      <div className="menu-head">
        <div className="strong cut" title={name}>
          {name}
        </div>
        <div className="muted xs cut">{place}</div>
      </div>
      {lastAction() === WEIGHTED_ROUTING && obstacle === undefined && weightedRouting}
      <SubMenu icon={SlidersHorizontal} label="Actions">
        {weightedRouting}
      </SubMenu>
      {props.onCentre !== undefined && (
        <MenuItem icon={Crosshair} label="Centre on it" onSelect={() => props.onCentre?.(id)} />
      )}
      <MenuSeparator />
      <MenuItem icon={PanelRight} label="Open details" shortcut="↵" onSelect={() => props.onOpenDetails(id)} />
      <MenuItem icon={Copy} label="Copy name" onSelect={() => props.onCopy(name)} />
      <MenuItem icon={Link2} label="Copy link" onSelect={() => props.onCopy(props.linkTo(id))} />
    </MenuAtPoint>
  );
}

/** What the menu is about. On an edge that splits, it is the service. */
function headOf(graph: Graph, id: string, service: { readonly namespace: string; readonly name: string } | undefined) {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (node !== undefined) {
    const inNamespace = node.namespace === '' || node.boxKind === 'namespace' ? '' : ` in ${node.namespace}`;
    return { name: nameOf(node), place: `${kindOf(node)}${inNamespace}` };
  }
  if (service !== undefined) return { name: service.name, place: `Traffic to it, in ${service.namespace}` };
  return { name: id, place: 'No longer in the graph' };
}
