import type { Graph, GraphEdge, GraphNode } from '@weir/shared';
import { formatCount, formatShare } from '../../../lib/format.ts';
import { formatRate } from '../model/format-figures.ts';
import { ConfigurationSection } from './configuration-section.tsx';
import { Fact, Facts } from './facts.tsx';
import { contentsOf, peersOf, splitOf } from './selection.ts';
import { SplitSection } from './split-section.tsx';
import { PeerButton, TrafficSection } from './traffic-section.tsx';

export interface NodeDetailsProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly incoming: readonly GraphEdge[];
  readonly outgoing: readonly GraphEdge[];
  readonly versionIndex: (node: GraphNode) => number;
  readonly onSelect: (id: string) => void;
}

/** What nodes that stand for no object of the cluster mean. */
const MEANING: Partial<Record<GraphNode['kind'], string>> = {
  unknown: 'Callers without a sidecar, or from outside the mesh: nobody reports who they are.',
  passthrough: 'Hosts that the mesh does not know, and lets through.',
  blackhole: 'Hosts that the mesh does not know, and refuses.',
};
const NO_CALLERS: Partial<Record<GraphNode['kind'], string>> = {
  gateway: 'Calls from outside come in here. Who makes them is not reported.',
};

/** U5: everything about a node, from the graph that is on screen. */
export function NodeDetails({ graph, node, incoming, outgoing, versionIndex, onSelect }: NodeDetailsProps) {
  const split = splitOf(graph, node);
  const splits = split.length > 1;
  const nowhere = node.kind === 'passthrough' || node.kind === 'blackhole';
  return (
    <>
      {MEANING[node.kind] !== undefined && (
        <section className="panel-section">
          <p className="sub sm">{MEANING[node.kind]}</p>
        </section>
      )}
      {splits && <SplitSection graph={graph} edges={split} versionIndex={versionIndex} onSelect={onSelect} />}
      {node.boxKind === 'namespace' && <ContentsSection graph={graph} box={node} onSelect={onSelect} />}
      {node.traffic !== undefined && !splits && <FiguresSection node={node} edges={[...incoming, ...outgoing]} />}
      {node.kind !== 'unknown' && (
        <TrafficSection
          title={node.boxKind === 'namespace' ? 'Callers from outside' : 'Callers'}
          empty={NO_CALLERS[node.kind] ?? 'Nobody was seen calling it in the window.'}
          peers={peersOf(graph, incoming, 'source')}
          namespace={node.namespace}
          onSelect={onSelect}
        />
      )}
      {!nowhere && !(splits && node.kind === 'service') && (
        <TrafficSection
          title={node.boxKind === 'namespace' ? 'Calls to outside' : 'Calls'}
          empty="It was not seen calling anybody in the window."
          peers={peersOf(graph, outgoing, 'target')}
          namespace={node.namespace}
          onSelect={onSelect}
        />
      )}
      <ConfigurationSection node={node} />
    </>
  );
}

/** Rates and errors of the node as a whole. */
function FiguresSection({ node, edges }: { readonly node: GraphNode; readonly edges: readonly GraphEdge[] }) {
  const { traffic } = node;
  if (traffic === undefined) return null;
  const unit = edges.length > 0 && edges.every((edge) => edge.protocol === 'tcp') ? 'bytes' : 'requests';
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>Traffic</h2>
        <span>{formatCount(traffic.requests)} requests in the window</span>
      </div>
      <Facts>
        <Fact name="In">{formatRate(traffic.inPerSecond, unit)}</Fact>
        <Fact name="Errors">
          <span className={traffic.errorShare > 0 ? 'health-degraded' : ''}>{formatShare(traffic.errorShare)}</span>
        </Fact>
        {node.kind !== 'service' && <Fact name="Out">{formatRate(traffic.outPerSecond, unit)}</Fact>}
      </Facts>
    </section>
  );
}

function ContentsSection({
  graph,
  box,
  onSelect,
}: {
  readonly graph: Graph;
  readonly box: GraphNode;
  readonly onSelect: (id: string) => void;
}) {
  const contents = contentsOf(graph, box);
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>In it</h2>
        <span>{contents.length}</span>
      </div>
      <ul className="peer-list">
        {contents.map((node) => (
          <li key={node.id}>
            <PeerButton
              namespace={box.name}
              onSelect={onSelect}
              peer={{
                id: node.id,
                node,
                protocol: 'http',
                health: node.health.state,
                perSecond: node.traffic?.inPerSecond,
                errorShare: node.traffic?.errorShare ?? 0,
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
