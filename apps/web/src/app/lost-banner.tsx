import type { SourceStatus } from '@weir/shared';
import { WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StreamState } from '../lib/event-stream.ts';
import { formatClock } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { Button } from '../ui/button.tsx';

export interface LostBannerProps {
  readonly stream: Extract<StreamState, { kind: 'lost' }>;
  /** Whether there is a picture that has become old. */
  readonly picture: boolean;
  readonly onRetry: () => void;
}

/** The stream is lost: the last picture stays, marked as old. */
export function LostBanner({ stream, picture, onRetry }: LostBannerProps) {
  const now = useNow(500);
  const seconds = Math.ceil((stream.retryAtMs - now) / 1000);
  return (
    <Banner action={<Button onClick={onRetry}>Try now</Button>}>
      <span role="status">
        <b className="strong">No connection since {formatClock(stream.sinceMs)}.</b>
        {picture && ' The picture is the last one that came.'}
      </span>{' '}
      {/* Counting aloud would drown everything else. */}
      <span className="muted num" aria-hidden="true">
        {seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again now.'}
      </span>
    </Banner>
  );
}

/** Weir is there, the cluster is not: what is on screen was read before that. */
export function ClusterLostBanner({ cluster }: { readonly cluster: SourceStatus }) {
  return (
    <Banner>
      <span role="status">
        <b className="strong">The cluster cannot be reached since {formatClock(Date.parse(cluster.since))}.</b> The
        picture is what was read before. Weir goes on trying.
      </span>
      {cluster.error !== undefined && <span className="banner-error health-failing">{cluster.error}</span>}
    </Banner>
  );
}

function Banner({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="floating lost-banner">
      <WifiOff className="icon" size={15} aria-hidden="true" />
      <span className="grow">{children}</span>
      {action}
    </div>
  );
}
