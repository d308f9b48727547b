import type { Graph, Session } from '@weir/shared';
import { NodeMenu } from '../features/routing/components/node-menu.tsx';
import { RoutingDialog } from '../features/routing/components/routing-dialog.tsx';
import { HelpDialog } from './help-dialog.tsx';
import type { NodeActions } from './use-node-actions.ts';
import type { VersionPlaces } from './use-version-order.ts';

export interface OverlaysProps {
  readonly graph: Graph | undefined;
  readonly session: Session | undefined;
  readonly actions: NodeActions;
  readonly places: VersionPlaces;
  /** Since when nothing has come from Weir; undefined while the connection stands. */
  readonly lostSinceMs: number | undefined;
  readonly help: boolean;
  readonly onHelp: (open: boolean) => void;
  readonly onPreview: (shares: ReadonlyMap<string, number> | undefined) => void;
  readonly onSelect: (id: string) => void;
  /** Undefined where there is no graph to move, as in the table. */
  readonly onCentre: ((id: string) => void) | undefined;
  readonly onCopy: (text: string) => void;
  readonly linkTo: (id: string) => string;
}

/** What stands over the page: the menu of a node, the dialogs. */
export function Overlays(props: OverlaysProps) {
  const { graph, session, actions, places, help, onHelp } = props;
  const { menu, dialog } = actions;
  return (
    <>
      {menu !== undefined && graph !== undefined && (
        <NodeMenu
          graph={graph}
          session={session}
          id={menu.id}
          at={menu.at}
          onClose={actions.closeMenu}
          onWeightedRouting={actions.openDialog}
          onOpenDetails={props.onSelect}
          onCentre={props.onCentre}
          onCopy={props.onCopy}
          linkTo={props.linkTo}
        />
      )}
      {dialog !== undefined && (
        <RoutingDialog
          key={`${dialog.service.namespace}/${dialog.service.name}`}
          service={dialog.service}
          side={dialog.side}
          graph={graph}
          readOnlyReason={session?.readOnly === true ? (session.readOnlyReason ?? 'Weir runs read-only.') : undefined}
          lostSinceMs={props.lostSinceMs}
          versionIndex={(version) => places.behindService(dialog.service, version)}
          onPreview={props.onPreview}
          onClose={actions.closeDialog}
        />
      )}
      {help && <HelpDialog onClose={() => onHelp(false)} />}
    </>
  );
}
