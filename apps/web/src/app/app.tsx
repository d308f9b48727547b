import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLiveGraph } from '../features/graph/api/use-live-graph.ts';
import { GraphCanvas, type GraphCanvasHandle } from '../features/graph/canvas/graph-canvas.tsx';
import { GraphTable } from '../features/graph/panel/graph-table.tsx';
import { PANEL_WIDTH, SidePanel } from '../features/graph/panel/side-panel.tsx';
import { GraphToolbar } from '../features/graph/toolbar/graph-toolbar.tsx';
import type { StreamState } from '../lib/event-stream.ts';
import { isAnswer } from '../lib/http.ts';
import { useMedia } from '../lib/use-media.ts';
import { useTheme } from '../lib/use-theme.ts';
import { useViewState } from '../lib/use-view-state.ts';
import { formatView } from '../lib/view-state.ts';
import { Legend } from './legend.tsx';
import type { Liveness } from './live-button.tsx';
import { Overlays } from './overlays.tsx';
import { savePicture } from './save-picture.ts';
import { isProvisional, namespacesQuery, sessionQuery } from './session-queries.ts';
import { Stage } from './stage.tsx';
import { TopBar } from './top-bar.tsx';
import { useClipboard } from './use-clipboard.ts';
import { useFound } from './use-found.ts';
import { useGraphScope } from './use-graph-scope.ts';
import { useLost } from './use-lost.ts';
import { useNodeActions } from './use-node-actions.ts';
import { useReadiness } from './use-readiness.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useToast } from './use-toast.tsx';
import { useVersionOrder } from './use-version-order.ts';

/** The page: composes the features. State that a link must carry is in the URL; the rest lives here. */
export function App() {
  const client = useQueryClient();
  const [view, changeView] = useViewState();
  const { theme, choice: themeChoice, choose: chooseTheme } = useTheme();
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)');
  const [paused, setPaused] = useState(false);
  const [help, setHelp] = useState(false);
  const [preview, setPreview] = useState<ReadonlyMap<string, number> | undefined>(undefined);
  const [toast, say] = useToast();
  const copy = useClipboard(say);
  const canvas = useRef<GraphCanvasHandle>(null);

  const session = useQuery(sessionQuery).data;
  const known = isProvisional(session) ? undefined : session;
  const namespaces = useQuery(namespacesQuery);
  const { chosen, query } = useGraphScope(view, namespaces.data?.namespaces);
  const onRouting = useCallback(
    (services: readonly string[]) => {
      for (const service of services) void client.invalidateQueries({ queryKey: ['routing', service] });
    },
    [client],
  );
  const onSessionEnded = useCallback(() => void client.invalidateQueries({ queryKey: ['session'] }), [client]);
  const { graph, error, stream, sources, retry } = useLiveGraph({ query, paused, onRouting, onSessionEnded });
  const readiness = useReadiness(graph === undefined);
  const unreadable = namespaces.error !== null && !readiness.starting ? namespaces.error : null;
  const failure = graph === undefined ? (error ?? unreadable) : null;
  // A stream that is refused is not lost: the answer says why.
  const lost = useLost(stream, isAnswer(failure));
  const places = useVersionOrder(graph);
  const found = useFound(graph, view.find, (id) => canvas.current?.focusNode(id));
  const actions = useNodeActions({ graph, session: known, canvas, say });
  const { openMenu } = actions;

  const select = useCallback((selected: string | undefined) => changeView({ selected }), [changeView]);
  const onContextMenu = useCallback(
    (event: { readonly id: string | undefined; readonly clientX: number; readonly clientY: number }) =>
      openMenu(event.id, { x: event.clientX, y: event.clientY }),
    [openMenu],
  );
  const exportPng = async () => {
    const picture = await canvas.current?.exportPng();
    if (picture !== undefined) savePicture(picture, `weir-${chosen.slice(0, 3).join('-') || 'graph'}.png`);
  };
  const linkTo = (selected: string | undefined) => `${window.location.origin}/${formatView({ ...view, selected })}`;
  useShortcuts({
    w: () => actions.openRouting(view.selected),
    p: () => setPaused((before) => !before),
    '0': () => canvas.current?.fit(),
    '+': () => canvas.current?.zoomBy(1.25),
    '-': () => canvas.current?.zoomBy(0.8),
    '/': () => document.getElementById('find')?.focus(),
    '?': () => setHelp(true),
    escape: () => select(undefined),
  });
  useEffect(() => {
    document.title = chosen.length === 0 ? 'Weir' : `${chosen.slice(0, 3).join(', ')} · Weir`;
  }, [chosen]);

  const shownSources = sources ?? graph?.sources ?? readiness.sources;
  const clusterLost = shownSources.find((source) => source.name === 'cluster' && source.state === 'unreachable');
  const panelOpen = graph !== undefined && view.selected !== undefined;
  const retryAll = () => {
    retry();
    void client.refetchQueries();
  };
  return (
    <div className="frame">
      <TopBar
        session={session}
        namespaces={namespaces.data?.namespaces ?? []}
        choice={view.namespaces}
        chosen={chosen}
        onChoose={(next) => changeView({ namespaces: next })}
        sources={shownSources}
        live={paused ? 'paused' : livenessOf(stream, lost !== undefined, clusterLost !== undefined || failure !== null)}
        onPause={setPaused}
        theme={themeChoice}
        onTheme={chooseTheme}
      />
      <GraphToolbar
        view={view}
        onChange={changeView}
        found={found.ids?.size}
        onFindNext={found.next}
        onExport={() => void exportPng().catch((cause: Error) => say(cause.message))}
        onCopyLink={() => copy(linkTo(view.selected), 'Link copied')}
        onHelp={() => setHelp(true)}
      />
      <div className="work" data-panel={panelOpen}>
        <Stage
          graph={graph}
          failure={failure}
          sources={readiness.sources}
          lost={paused ? undefined : lost}
          clusterLost={clusterLost}
          view={view}
          chosen={chosen}
          choosable={(namespaces.data?.namespaces.length ?? 1) > 0}
          onView={changeView}
          onRetry={retryAll}
        >
          {graph !== undefined && view.view === 'table' && (
            <GraphTable graph={graph} found={found.ids} selected={view.selected} onSelect={select} onMenu={openMenu} />
          )}
          {view.view === 'graph' && (
            <>
              <GraphCanvas
                ref={canvas}
                graph={graph}
                selection={view.selected}
                onSelect={select}
                onContextMenu={onContextMenu}
                onOpen={select}
                edgeLabels={view.labels}
                found={found.ids}
                preview={preview}
                stale={lost !== undefined || clusterLost !== undefined}
                docked={view.docked}
                theme={theme}
                reducedMotion={reducedMotion}
                panelInset={{ right: panelOpen ? PANEL_WIDTH : 0 }}
              />
              <Legend />
            </>
          )}
        </Stage>
        {graph !== undefined && view.selected !== undefined && (
          <SidePanel
            graph={graph}
            selected={view.selected}
            versionIndex={places.ofNode}
            onSelect={select}
            onActions={openMenu}
          />
        )}
      </div>
      <Overlays
        graph={graph}
        session={known}
        actions={actions}
        places={places}
        lostSinceMs={lost?.sinceMs}
        help={help}
        onHelp={setHelp}
        onPreview={setPreview}
        onSelect={select}
        onCentre={view.view === 'graph' ? (id) => canvas.current?.focusNode(id) : undefined}
        onCopy={copy}
        linkTo={linkTo}
      />
      {toast}
    </div>
  );
}

function livenessOf(stream: StreamState, lost: boolean, stale: boolean): Liveness {
  if (lost) return 'lost';
  if (stale) return 'stale';
  // A break too short to be missed is none.
  return stream.kind === 'connecting' ? 'connecting' : 'live';
}
