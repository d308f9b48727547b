import type { Graph, GraphNode } from '@weir/shared';
import { ArrowRight } from 'lucide-react';
import { kindOf, nameOf } from '../../../lib/node-words.ts';
import { EdgeDetails } from './edge-details.tsx';
import { NodeDetails } from './node-details.tsx';
import { CloseButton, PanelHead } from './panel-head.tsx';
import { findSelection } from './selection.ts';

export interface SidePanelProps {
  readonly graph: Graph;
  readonly selected: string;
  readonly onSelect: (id: string | undefined) => void;
  readonly versionIndex: (node: GraphNode) => number;
  /** Opens the menu of actions beside the button. */
  readonly onActions: (id: string, at: { readonly x: number; readonly y: number }) => void;
}

/** Px that the panel covers of the graph, as in tokens.css. */
export const PANEL_WIDTH = 384;
/** Kinds whose traffic can be turned. */
const TURNABLE = new Set<GraphNode['kind']>(['service', 'app', 'workload']);

/** U5: everything about what is selected, from the graph that is on screen. */
export function SidePanel({ graph, selected, versionIndex, onSelect, onActions }: SidePanelProps) {
  const selection = findSelection(graph, selected);
  const head = {
    onActions: (at: { readonly x: number; readonly y: number }) => onActions(selected, at),
    onClose: () => onSelect(undefined),
  };
  if (selection === undefined) {
    return (
      <aside className="panel" aria-label="Details">
        <div className="panel-head row">
          <p className="sub sm grow panel-gone">
            <span className="mono">{selected}</span> is not in the graph any more. It comes back here when it does
            there.
          </p>
          <CloseButton onClose={head.onClose} />
        </div>
      </aside>
    );
  }
  if (selection.kind === 'edge') {
    const { edge, source, target } = selection;
    return (
      <aside className="panel" aria-label="Details">
        <PanelHead
          {...head}
          kind="Traffic"
          place={edge.protocol === 'grpc' ? 'gRPC' : edge.protocol.toUpperCase()}
          title={
            <>
              {nameOf(source)} <ArrowRight className="icon title-arrow" size={16} aria-label="to" /> {nameOf(target)}
            </>
          }
          health={edge.health}
          primary={source.kind === 'service'}
        />
        <div className="panel-body">
          <EdgeDetails edge={edge} source={source} target={target} onSelect={onSelect} />
        </div>
      </aside>
    );
  }
  const { node, incoming, outgoing } = selection;
  return (
    <aside className="panel" aria-label="Details">
      <PanelHead
        {...head}
        kind={kindOf(node)}
        place={node.boxKind === 'namespace' ? '' : node.namespace}
        title={nameOf(node)}
        health={node.health}
        primary={TURNABLE.has(node.kind) || node.boxKind === 'app'}
      />
      <div className="panel-body">
        <NodeDetails
          graph={graph}
          node={node}
          incoming={incoming}
          outgoing={outgoing}
          versionIndex={versionIndex}
          onSelect={onSelect}
        />
      </div>
    </aside>
  );
}
