import { formatShare } from '../../../lib/format.ts';
import { nameOf } from '../../../lib/node-words.ts';
import { HEALTH_WORDS, HealthMark } from '../../../ui/health-mark.tsx';
import { formatRate } from '../model/format-figures.ts';
import type { Peer } from './selection.ts';

export interface TrafficSectionProps {
  readonly title: string;
  readonly empty: string;
  readonly peers: readonly Peer[];
  /** The namespace that goes without saying. */
  readonly namespace: string;
  readonly onSelect: (id: string) => void;
}

/** Who is at the other end, with rate and errors. */
export function TrafficSection({ title, empty, peers, namespace, onSelect }: TrafficSectionProps) {
  return (
    <section className="panel-section">
      <div className="panel-section-head">
        <h2>{title}</h2>
        <span>{peers.length === 0 ? 'none' : peers.length}</span>
      </div>
      {peers.length === 0 ? (
        <p className="muted sm">{empty}</p>
      ) : (
        <ul className="peer-list">
          {peers.map((peer) => (
            <li key={`${peer.id}#${peer.protocol}`}>
              <PeerButton peer={peer} namespace={namespace} onSelect={onSelect} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** One row that selects a node. */
export function PeerButton({
  peer,
  namespace,
  onSelect,
}: Pick<TrafficSectionProps, 'namespace' | 'onSelect'> & { readonly peer: Peer }) {
  const name = peer.node === undefined ? peer.id : nameOf(peer.node);
  const other = peer.node !== undefined && peer.node.namespace !== namespace ? peer.node.namespace : '';
  return (
    <button type="button" className="peer" onClick={() => onSelect(peer.id)}>
      <HealthMark state={peer.health} size={8} />
      <span className="sr">{HEALTH_WORDS[peer.health]}</span>
      <span className="cut peer-name" title={name}>
        {name}
      </span>
      {other !== '' && (
        <span className="muted xs cut" title={other}>
          {other}
        </span>
      )}
      <span className="grow" />
      {peer.errorShare > 0 && <span className="xs nowrap health-degraded">{formatShare(peer.errorShare)} err</span>}
      <span className="num xs nowrap">
        {peer.perSecond === undefined ? (
          <span className="muted">no traffic</span>
        ) : (
          formatRate(peer.perSecond, peer.protocol === 'tcp' ? 'bytes' : 'requests')
        )}
      </span>
    </button>
  );
}
