import type { Badge, GraphNode } from '@weir/shared';
import { Fact, Facts } from './facts.tsx';

const BADGE_WORDS: Readonly<Record<Badge['kind'], string>> = {
  'virtual-service': 'VirtualService',
  'traffic-shifting': 'Split by weight',
  'request-routing': 'Routed by request',
  mirroring: 'Mirrored',
  'fault-injection': 'Injected fault',
  timeout: 'Timeout',
  retries: 'Retries',
  'circuit-breaker': 'Circuit breaker',
  'session-affinity': 'Session affinity',
  gateway: 'Gateway',
  'missing-sidecar': 'No sidecar',
  'missing-version-label': 'No version label',
  'missing-app-label': 'No app label',
  ambient: 'Ambient',
  deleted: 'Deleted',
};

/** What the cluster says about the node: pods, workloads, routing, labels. Nothing where it says nothing. */
export function ConfigurationSection({ node }: { readonly node: GraphNode }) {
  const { pods, workloads = [], routing, badges } = node;
  const labels = Object.entries(node.labels);
  // Which VirtualService it is stands there already.
  const told = badges.filter((badge) => badge.kind !== 'virtual-service' || routing?.object === undefined);
  if (pods === undefined && workloads.length + labels.length + badges.length === 0 && routing === undefined)
    return null;
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>Configuration</h2>
      </div>
      <Facts>
        {routing !== undefined && (
          <Fact name="Routed by">{routing.object ?? <span className="muted">no VirtualService</span>}</Fact>
        )}
        {routing?.possible === false && routing.reason !== undefined && <Fact name="Splitting">{routing.reason}</Fact>}
        {pods !== undefined && (
          <Fact name="Pods">
            {pods.ready} of {pods.desired} ready
          </Fact>
        )}
        {workloads.map((workload) => (
          <Fact key={`${workload.kind}/${workload.name}`} name={workload.kind}>
            <span className="mono">{workload.name}</span>
          </Fact>
        ))}
        {told.map((badge) => (
          <Fact key={badge.kind} name={BADGE_WORDS[badge.kind]}>
            {badge.detail}
          </Fact>
        ))}
        {labels.map(([key, value]) => (
          <Fact key={key} name={key} mono>
            {value}
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
