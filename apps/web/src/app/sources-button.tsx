import type { Session, SourceStatus } from '@weir/shared';
import { Plug } from 'lucide-react';
import { Popover } from 'radix-ui';
import { formatAge, formatClock, formatCount } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { HealthMark } from '../ui/health-mark.tsx';

export interface SourcesButtonProps {
  readonly sources: readonly SourceStatus[];
  readonly session: Session | undefined;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  direct: 'Sidecars',
  prometheus: 'Prometheus',
  none: 'No traffic figures',
  kubernetes: 'Cluster',
};
const STATE_HEALTH = {
  ok: 'healthy',
  degraded: 'degraded',
  unreachable: 'failing',
  starting: 'idle',
  off: 'idle',
} as const;
const STATE_WORDS: Readonly<Record<SourceStatus['state'], string>> = {
  ok: 'works',
  degraded: 'works in part',
  unreachable: 'cannot be reached',
  starting: 'starting',
  off: 'off',
};
/** The worst first: that one is shown on the button. */
const GRAVITY: readonly SourceStatus['state'][] = ['unreachable', 'degraded', 'starting', 'off', 'ok'];

/** T2: which sources are used, how old they are, and why. */
export function SourcesButton({ sources, session }: SourcesButtonProps) {
  const telemetry = sources.find((source) => source.name === 'telemetry');
  const worst = [...sources].sort((a, b) => GRAVITY.indexOf(a.state) - GRAVITY.indexOf(b.state))[0];
  return (
    <Popover.Root>
      <Popover.Trigger className="source" aria-label="Sources of what you see">
        <Plug className="icon" size={14} aria-hidden="true" />
        <b>{telemetry === undefined ? 'Sources' : (KIND_WORDS[telemetry.kind] ?? telemetry.kind)}</b>
        {telemetry?.lastSuccess !== undefined && <Age since={telemetry.lastSuccess} />}
        {worst !== undefined && worst.state !== 'ok' && worst.state !== 'off' && (
          <HealthMark state={STATE_HEALTH[worst.state]} size={9} />
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover source-popover" align="end" sideOffset={6} aria-label="Sources">
          {sources.length === 0 && <p className="muted">Nothing is known of the sources yet.</p>}
          {sources.map((source) => (
            <SourceWords key={source.name} source={source} />
          ))}
          {session !== undefined && (
            <div>
              <h3>You are {session.user.name}</h3>
              <p className="sub">{session.readOnly ? session.readOnlyReason : session.features.istioDetail}</p>
            </div>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Keeps its room, so that nothing beside it moves while it counts. */
function Age({ since }: { readonly since: string }) {
  const now = useNow(1000);
  return <span className="source-age">{formatAge(now - Date.parse(since))} ago</span>;
}

function SourceWords({ source }: { readonly source: SourceStatus }) {
  const { state } = source;
  return (
    <div>
      <h3 className="row">
        <HealthMark state={STATE_HEALTH[state]} />
        {KIND_WORDS[source.kind] ?? source.kind}
        <span className="muted xs source-state">{STATE_WORDS[state]}</span>
      </h3>
      <p className="sub">{source.detail}</p>
      {source.error !== undefined && (
        <p className="health-failing">
          {source.error} <span className="muted">Since {formatClock(Date.parse(source.since))}.</span>
        </p>
      )}
      {source.objects !== undefined && <p className="muted xs">{formatCount(source.objects)} objects are watched.</p>}
    </div>
  );
}
