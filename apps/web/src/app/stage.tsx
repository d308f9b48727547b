import type { Graph, SourceStatus } from '@weir/shared';
import type { ReactNode } from 'react';
import type { StreamState } from '../lib/event-stream.ts';
import type { ViewState } from '../lib/view-state.ts';
import { EmptyStage } from './empty-stage.tsx';
import { ErrorStage } from './error-stage.tsx';
import { LoadingStage } from './loading-stage.tsx';
import { ClusterLostBanner, LostBanner } from './lost-banner.tsx';
import { StageNotes } from './stage-notes.tsx';

export interface StageProps {
  readonly graph: Graph | undefined;
  /** Why there is no graph; null while one may still come. */
  readonly failure: Error | null;
  readonly sources: readonly SourceStatus[];
  readonly lost: Extract<StreamState, { kind: 'lost' }> | undefined;
  /** The cluster's status while it cannot be reached. */
  readonly clusterLost: SourceStatus | undefined;
  readonly view: ViewState;
  readonly chosen: readonly string[];
  readonly choosable: boolean;
  readonly onView: (change: Partial<ViewState>) => void;
  readonly onRetry: () => void;
  /** What shows the graph when there is something in it. */
  readonly children: ReactNode;
}

/** U8: one of loading, failed, empty or the graph; what is to be said about it lies over it and pushes nothing away. */
export function Stage(props: StageProps) {
  const { graph, failure, lost, clusterLost, view, chosen, onView, onRetry } = props;
  const filled = graph !== undefined && !isEmpty(graph);
  return (
    <main className="stage">
      {graph === undefined && failure === null && <LoadingStage sources={props.sources} />}
      {failure !== null && (
        <ErrorStage
          error={failure}
          onRetry={onRetry}
          onOthers={view.namespaces === undefined ? undefined : () => onView({ namespaces: undefined })}
        />
      )}
      {graph !== undefined && !filled && (
        <EmptyStage
          graph={graph}
          chosen={chosen}
          choosable={props.choosable}
          idleHidden={!view.idle}
          onShowIdle={() => onView({ idle: true })}
          onDefault={() => onView({ namespaces: undefined })}
          onAll={() => onView({ namespaces: 'all' })}
        />
      )}
      {filled && props.children}
      <div className="stage-top">
        {lost !== undefined && <LostBanner stream={lost} picture={filled} onRetry={onRetry} />}
        {lost === undefined && filled && clusterLost !== undefined && <ClusterLostBanner cluster={clusterLost} />}
        {/* Without a cluster all else that is missing follows from that. */}
        {filled && clusterLost === undefined && <StageNotes graph={graph} />}
      </div>
    </main>
  );
}

const isEmpty = (graph: Graph): boolean => graph.nodes.every((node) => node.kind === 'box');
