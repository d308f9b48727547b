import type { Graph, Session } from '@weir/shared';
import { Copy, Crosshair, Link2, PanelRight, SlidersHorizontal, Split } from 'lucide-react';
import { useLayoutEffect } from 'react';
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
  readonly onCentre: (id: string) => void;
  readonly onCopy: (text: string) => void;
  readonly linkTo: (id: string) => string;
}

const KIND_WORDS = {
  app: 'App',
  workload: 'Workload',
  service: 'Service',
  gateway: 'Gateway',
  serviceEntry: 'ServiceEntry',
  waypoint: 'Waypoint',
  unknown: 'Unknown caller',
  passthrough: 'Outside the mesh',
  blackhole: 'Refused destinations',
  box: 'Box',
} as const;

/** W1: opens at once, from data that is already in the browser. What is not possible stays, with the reason. */
export function NodeMenu(props: NodeMenuProps) {
  const { graph, session, id, at, onClose } = props;
  useLayoutEffect(() => {
    performance.mark('weir:menu');
  }, []);
  const target = routingTargetOf(graph, id);
  const obstacle = weightedRoutingObstacle(target, session);
  const node = graph.nodes.find((candidate) => candidate.id === id);
  const name =
    node === undefined
      ? target.kind === 'service'
        ? target.name
        : id
      : node.version === undefined
        ? node.name
        : `${node.name} ${node.version}`;
  const kind = node === undefined ? 'Traffic to' : node.version === undefined ? KIND_WORDS[node.kind] : 'Version';
  return (
    <MenuAtPoint at={at} label={name} onClose={onClose}>
      <div className="menu-head">
        <div className="strong cut">{name}</div>
        <div className="muted xs cut">
          {kind}
          {node?.namespace !== undefined && node.namespace !== '' && ` in ${node.namespace}`}
        </div>
      </div>
      <SubMenu icon={SlidersHorizontal} label="Actions">
        <MenuItem
          icon={Split}
          label="Weighted routing …"
          shortcut="W"
          obstacle={obstacle}
          onSelect={() => target.kind === 'service' && props.onWeightedRouting(target)}
        />
      </SubMenu>
      <MenuItem icon={Crosshair} label="Centre on it" onSelect={() => props.onCentre(id)} />
      <MenuSeparator />
      <MenuItem icon={PanelRight} label="Open details" shortcut="↵" onSelect={() => props.onOpenDetails(id)} />
      <MenuItem icon={Copy} label="Copy name" onSelect={() => props.onCopy(node?.name ?? name)} />
      <MenuItem icon={Link2} label="Copy link" onSelect={() => props.onCopy(props.linkTo(id))} />
    </MenuAtPoint>
  );
}
