import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLiveGraph } from '../features/graph/api/use-live-graph.ts';
import { GraphCanvas, type GraphCanvasHandle } from '../features/graph/canvas/graph-canvas.tsx';
import { GraphTable } from '../features/graph/panel/graph-table.tsx';
import { SidePanel } from '../features/graph/panel/side-panel.tsx';
import { GraphToolbar } from '../features/graph/toolbar/graph-toolbar.tsx';
import { NodeMenu } from '../features/routing/components/node-menu.tsx';
import { RoutingDialog } from '../features/routing/components/routing-dialog.tsx';
import { routingTargetOf, weightedRoutingObstacle } from '../features/routing/model/routing-target.ts';
import { useMedia } from '../lib/use-media.ts';
import { useNow } from '../lib/use-now.ts';
import { useTheme } from '../lib/use-theme.ts';
import { useViewState } from '../lib/use-view-state.ts';
import { formatView } from '../lib/view-state.ts';
import { findNodes } from './find-nodes.ts';
import { HelpDialog } from './help-dialog.tsx';
import { Legend } from './legend.tsx';
import { namespacesQuery, sessionQuery } from './session-queries.ts';
import { EmptyStage, ErrorStage, LoadingStage, LostBanner, WarningBanners } from './stage-states.tsx';
import { TopBar } from './top-bar.tsx';
import { useReadiness } from './use-readiness.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useToast } from './use-toast.tsx';
import { useVersionOrder } from './use-version-order.ts';

interface OpenMenu {
  readonly id: string;
  readonly at: { readonly x: number; readonly y: number };
}

/** The page: composes the features. State that a link must carry is in the URL; the rest lives here. */
export function App() {
  const client = useQueryClient();
  const [view, changeView] = useViewState();
  const { theme, choice, choose } = useTheme();
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)');
  const now = useNow(1000);
  const session = useQuery(sessionQuery).data;
  const namespaces = useQuery(namespacesQuery);
  const [paused, setPaused] = useState(false);
  const [menu, setMenu] = useState<OpenMenu | undefined>(undefined);
  const [dialog, setDialog] = useState<{ readonly namespace: string; readonly name: string } | undefined>(undefined);
  const [help, setHelp] = useState(false);
  const [preview, setPreview] = useState<ReadonlyMap<string, number> | undefined>(undefined);
  const [toast, say] = useToast();
  const canvas = useRef<GraphCanvasHandle>(null);

  const chosen = useMemo(() => {
    const known = namespaces.data?.namespaces ?? [];
    if (view.namespaces === 'all') return known.map((namespace) => namespace.name);
    return (
      view.namespaces ??
      known.filter((namespace) => !namespace.system && namespace.workloads > 0).map((namespace) => namespace.name)
    );
  }, [view.namespaces, namespaces.data]);
  const known = namespaces.data !== undefined || Array.isArray(view.namespaces);
  const query = useMemo(
    () =>
      known
        ? {
            type: view.type,
            namespaces: view.namespaces === 'all' ? ('all' as const) : chosen,
            windowSeconds: view.windowSeconds,
            idle: view.idle,
          }
        : undefined,
    [known, view.type, view.namespaces, chosen, view.windowSeconds, view.idle],
  );
  const onRouting = useCallback(
    (services: readonly string[]) => {
      for (const service of services) void client.invalidateQueries({ queryKey: ['routing', service] });
    },
    [client],
  );
  const { graph, error, stream } = useLiveGraph({ query, paused, onRouting });
  const readiness = useReadiness(graph === undefined);
  const places = useVersionOrder(graph);
  const found = useMemo(() => findNodes(graph, view.find), [graph, view.find]);
  const firstFound = found?.values().next().value;

  const select = useCallback((selected: string | undefined) => changeView({ selected }), [changeView]);
  const openMenu = useCallback(
    (event: { readonly id: string | undefined; readonly clientX: number; readonly clientY: number }) => {
      setMenu(event.id === undefined ? undefined : { id: event.id, at: { x: event.clientX, y: event.clientY } });
    },
    [],
  );
  const openRouting = (id: string | undefined) => {
    if (graph === undefined || id === undefined) return;
    const target = routingTargetOf(graph, id);
    const obstacle = weightedRoutingObstacle(target, session);
    if (obstacle !== undefined) say(obstacle);
    else if (target.kind === 'service') setDialog(target);
  };
  const linkTo = (selected: string) => `${window.location.origin}/${formatView({ ...view, selected })}`;
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('The browser did not allow copying'),
    );
  const exportPng = async () => {
    const picture = await canvas.current?.exportPng();
    if (picture === undefined) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(picture);
    link.download = `weir-${chosen.join('-') || 'graph'}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  useShortcuts({
    w: () => openRouting(view.selected),
    p: () => setPaused((before) => !before),
    '0': () => canvas.current?.fit(),
    '+': () => canvas.current?.zoomBy(1.25),
    '-': () => canvas.current?.zoomBy(0.8),
    '/': () => document.getElementById('find')?.focus(),
    '?': () => setHelp(true),
  });
  useEffect(() => {
    if (firstFound !== undefined) canvas.current?.focusNode(firstFound);
  }, [firstFound]);
  useEffect(() => {
    document.title = chosen.length === 0 ? 'Weir' : `${chosen.slice(0, 3).join(', ')} · Weir`;
  }, [chosen]);

  const failure =
    graph === undefined
      ? (error ?? (namespaces.error !== null && !readiness.starting ? namespaces.error : null))
      : null;
  const empty = graph !== undefined && graph.nodes.every((node) => node.kind === 'box');
  return (
    <div className="frame">
      <TopBar
        session={session}
        namespaces={namespaces.data?.namespaces ?? []}
        chosen={chosen}
        onChoose={(next) => changeView({ namespaces: next })}
        sources={graph?.sources ?? readiness.sources}
        nowMs={now}
        live={stream.kind === 'open'}
        paused={paused}
        onPause={setPaused}
        theme={choice}
        onTheme={choose}
      />
      <GraphToolbar
        view={view}
        onChange={changeView}
        found={found?.size}
        onExport={() => void exportPng()}
        onCopyLink={() => void copy(`${window.location.origin}/${formatView(view)}`)}
        onHelp={() => setHelp(true)}
      />
      <div className="work">
        <main className="stage">
          <LostBanner stream={stream} nowMs={now} />
          {graph !== undefined && !empty && <WarningBanners graph={graph} />}
          <div className="stage-body">
            {graph === undefined && failure === null && <LoadingStage sources={readiness.sources} />}
            {failure !== null && <ErrorStage error={failure} onRetry={() => void client.refetchQueries()} />}
            {graph !== undefined && empty && (
              <EmptyStage graph={graph} onAll={() => changeView({ namespaces: 'all' })} />
            )}
            {graph !== undefined && !empty && view.view === 'table' && (
              <GraphTable
                graph={graph}
                selected={view.selected}
                onSelect={select}
                onMenu={(id, at) => setMenu({ id, at })}
              />
            )}
            {graph !== undefined && !empty && view.view === 'graph' && (
              <>
                <GraphCanvas
                  ref={canvas}
                  graph={graph}
                  selection={view.selected}
                  onSelect={select}
                  onContextMenu={openMenu}
                  onOpen={select}
                  edgeLabels={view.labels}
                  {...(found === undefined ? {} : { found })}
                  {...(preview === undefined ? {} : { preview })}
                  stale={stream.kind === 'lost' && now - stream.sinceMs > 1500}
                  docked={view.docked}
                  theme={theme}
                  reducedMotion={reducedMotion}
                  panelInset={{ right: 0 }}
                />
                <Legend />
              </>
            )}
          </div>
        </main>
        {graph !== undefined && view.selected !== undefined && (
          <SidePanel
            graph={graph}
            selected={view.selected}
            versionIndex={places.ofNode}
            onSelect={select}
            onActions={(id, at) => setMenu({ id, at })}
          />
        )}
      </div>
      {menu !== undefined && graph !== undefined && (
        <NodeMenu
          graph={graph}
          session={session}
          id={menu.id}
          at={menu.at}
          onClose={() => setMenu(undefined)}
          onWeightedRouting={setDialog}
          onOpenDetails={select}
          onCentre={(id) => canvas.current?.focusNode(id)}
          onCopy={(text) => void copy(text)}
          linkTo={linkTo}
        />
      )}
      {dialog !== undefined && (
        <RoutingDialog
          key={`${dialog.namespace}/${dialog.name}`}
          service={dialog}
          graph={graph}
          readOnlyReason={session?.readOnly === true ? (session.readOnlyReason ?? 'Weir runs read-only.') : undefined}
          versionIndex={(version) => places.behindService(dialog.namespace, dialog.name, version)}
          onPreview={setPreview}
          onClose={() => setDialog(undefined)}
        />
      )}
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {toast}
    </div>
  );
}
