import { Maximize, Minus, Plus } from 'lucide-react';
import {
  type PointerEvent,
  type ReactElement,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import './graph-canvas.css';
import type { GraphCanvasHandle, GraphCanvasProps } from './graph-canvas-props.ts';
import { type GraphElements, GraphView } from './graph-view.ts';
import { listenToGraph } from './listen-to-graph.ts';

export type { GraphCanvasHandle, GraphCanvasProps } from './graph-canvas-props.ts';

const ICON = { size: 16, strokeWidth: 1.6, 'aria-hidden': true } as const;
const STEP = 1.3;

/** The graph on a canvas. React makes the elements and hands over props; `GraphView` does the rest. */
export function GraphCanvas({
  ref,
  ...props
}: GraphCanvasProps & { readonly ref?: Ref<GraphCanvasHandle> }): ReactElement {
  const id = useId();
  const host = useRef<HTMLElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const standIns = useRef<HTMLDivElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const minimapFrame = useRef<HTMLDivElement>(null);
  const view = useRef<GraphView>(null);
  const latest = useRef(props);

  useLayoutEffect(() => {
    latest.current = props;
    view.current?.update(props);
  });

  useEffect(() => {
    const elements = present({ host, surface, canvas, standIns, minimap, minimapFrame });
    if (elements === undefined) return undefined;
    const box = elements.surface.getBoundingClientRect();
    const graphView = new GraphView(elements, latest.current, { width: box.width, height: box.height });
    view.current = graphView;
    const stop = listenToGraph(elements.surface, graphView, () => latest.current);
    return () => {
      stop();
      graphView.dispose();
      view.current = null;
    };
  }, []);

  useImperativeHandle(
    ref,
    (): GraphCanvasHandle => ({
      fit: () => view.current?.fit(),
      zoomBy: (factor) => view.current?.zoomBy(factor),
      focusNode: (node) => view.current?.focusNode(node),
      nodeClientRect: (node) => view.current?.nodeClientRect(node),
      exportPng: () => view.current?.exportPng() ?? Promise.reject(new Error('There is no graph to export yet.')),
      relayout: () => view.current?.relayout(),
    }),
    [],
  );

  const onMinimap = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    view.current?.centreOn(event.clientX - box.left - 1, event.clientY - box.top - 1);
  };

  return (
    <section
      ref={host}
      id={id}
      className="graph-canvas"
      data-testid="graph-canvas"
      data-settled="false"
      data-stale={props.stale === true}
      aria-label="Service graph"
    >
      <div
        ref={surface}
        className="graph-canvas-surface"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is a widget, and takes the arrow keys
        tabIndex={0}
        aria-label="Service graph"
        aria-describedby={`${id}-hint`}
      >
        <canvas ref={canvas} className="graph-canvas-drawing" />
        <div ref={standIns} className="graph-canvas-stand-ins" />
      </div>
      <p id={`${id}-hint`} className="graph-canvas-hint">
        Arrow keys walk along edges, Enter opens the node, Shift F10 its menu, Escape clears the selection.
      </p>
      <div className="graph-canvas-zoom">
        <button type="button" aria-label="Zoom in" onClick={() => view.current?.zoomBy(STEP)}>
          <Plus {...ICON} />
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => view.current?.zoomBy(1 / STEP)}>
          <Minus {...ICON} />
        </button>
        <button type="button" aria-label="Fit" onClick={() => view.current?.fit()}>
          <Maximize {...ICON} />
        </button>
      </div>
      <div className="graph-canvas-minimap" aria-hidden="true" onPointerDown={onMinimap} onPointerMove={onMinimap}>
        <canvas ref={minimap} />
        <div ref={minimapFrame} className="graph-canvas-minimap-frame" />
      </div>
    </section>
  );
}

type Refs = { readonly [K in keyof GraphElements]: { readonly current: GraphElements[K] | null } };

function present(refs: Refs): GraphElements | undefined {
  const { host, surface, canvas, standIns, minimap, minimapFrame } = refs;
  if (host.current === null || surface.current === null || canvas.current === null) return undefined;
  if (standIns.current === null || minimap.current === null || minimapFrame.current === null) return undefined;
  return {
    host: host.current,
    surface: surface.current,
    canvas: canvas.current,
    standIns: standIns.current,
    minimap: minimap.current,
    minimapFrame: minimapFrame.current,
  };
}
