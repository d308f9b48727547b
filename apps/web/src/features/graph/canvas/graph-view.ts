import type { Rect } from '../layout/layout-types.ts';
import { boundsOf } from '../layout/rects.ts';
import { type Camera, createCamera } from './camera.ts';
import { drawFrame } from './draw/draw-frame.ts';
import type { Frame } from './draw/frame.ts';
import { exportPng } from './export-png.ts';
import { MAX_FIT, type View } from './fit-view.ts';
import type { GraphCanvasHandle, GraphCanvasProps } from './graph-canvas-props.ts';
import { createHighlight } from './highlight.ts';
import { createHitIndex, type Hit, type HitIndex } from './hit-test.ts';
import { createLabels, type Labels, labelSignature } from './labels.ts';
import { detailAt } from './level-of-detail.ts';
import { createMinimap, type Minimap } from './minimap.ts';
import { createTween, FIGURE_MS, MOVE_MS } from './motion.ts';
import { createPainter, type Painter, type Size } from './painter.ts';
import { type Palette, readPalette } from './palette.ts';
import { fittingView, hitTargetsOf, INSETS, shapeIdIn, viewOf, worldRectIn } from './places.ts';
import { moveScene, type Scene } from './scene.ts';
import { createSceneSource, type SceneChange, type SceneSource } from './scene-source.ts';
import { createStandIns, type StandIns } from './stand-ins.ts';
import { createTextKit, fontsReady, type TextKit } from './text.ts';
import { type Direction, firstNode, walk } from './walk.ts';

/** The elements that the React shell has made. */
export interface GraphElements {
  readonly host: HTMLElement;
  readonly surface: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly standIns: HTMLElement;
  readonly minimap: HTMLCanvasElement;
  readonly minimapFrame: HTMLElement;
}

const FONT_PATIENCE_MS = 350;
const EDGE_REACH_PX = 6;
const NO_IDS: ReadonlySet<string> = new Set();
const NO_PLACES: ReadonlyMap<string, Rect> = new Map();
const NO_SHARES: ReadonlyMap<string, number> = new Map();

/** The drawing: owns the canvas, the camera and what is on screen. React only hands it new props. */
export class GraphView implements GraphCanvasHandle {
  private readonly elements: GraphElements;
  private readonly painter: Painter;
  private readonly camera: Camera;
  private readonly source: SceneSource;
  private readonly text: TextKit;
  private readonly standIns: StandIns;
  private readonly minimap: Minimap;
  private readonly highlight = createHighlight();
  private readonly arrival = createTween();
  private readonly figures = createTween();
  private props: GraphCanvasProps;
  private palette: Palette;
  private paletteStale = false;
  private scene: Scene | undefined;
  private labels: Labels | undefined;
  private signature = '';
  private hits: HitIndex | undefined;
  private focus: string | undefined;
  private focusVisible = false;
  private minimapStale = true;
  /** Whether the picture is still the fitted one, which then follows changes of size and topology. */
  private fitted = true;
  private moving = false;
  private nowMs = 0;
  private mark: 'weir:first-node' | 'weir:update' | undefined;
  private settled = false;

  constructor(elements: GraphElements, props: GraphCanvasProps, size: Size) {
    this.elements = elements;
    this.props = props;
    this.palette = readPalette(elements.host);
    this.painter = createPainter(elements.canvas, (context, nowMs, ratio) => this.paint(context, nowMs, ratio));
    this.painter.resize(size);
    this.text = createTextKit(this.painter.context, this.palette.fontFamily);
    this.camera = createCamera(elements.surface, { onChange: (byHand) => this.onCamera(byHand) });
    this.minimap = createMinimap(elements.minimap, elements.minimapFrame);
    this.standIns = createStandIns(elements.standIns, elements.host.id, (id) => this.props.onSelect(id));
    this.source = createSceneSource({
      measure: this.text.measure,
      onScreen: () => ({ scene: this.scene, figuresAt: this.figures.value(this.nowMs) }),
      onScene: (scene, change) => this.onScene(scene, change),
      ready: fontsReady(this.palette.fontFamily, FONT_PATIENCE_MS, () => this.measureAnew()),
    });
    this.acceptGraph();
  }

  /** Takes new props; draws only if something that is drawn has changed. */
  update(props: GraphCanvasProps): void {
    const before = this.props;
    this.props = props;
    if (props.theme !== before.theme) this.paletteStale = true;
    if (props.edgeLabels !== before.edgeLabels) this.labels = undefined;
    if (props.selection !== before.selection) this.minimapStale = true;
    if (props.graph !== before.graph || props.docked !== before.docked) this.acceptGraph();
    if (props.selection !== before.selection || props.panelInset.right !== before.panelInset.right)
      this.showSelection();
    this.painter.invalidate();
  }

  resize(width: number, height: number): void {
    this.painter.resize({ width, height });
    if (this.fitted && this.scene !== undefined) this.camera.goTo(this.fittingView(this.scene), false);
  }

  dispose(): void {
    this.source.dispose();
    this.camera.dispose();
    this.painter.dispose();
  }

  fit(): void {
    this.fitted = true;
    if (this.scene !== undefined) this.camera.goTo(this.fittingView(this.scene), !this.props.reducedMotion);
  }

  zoomBy(factor: number): void {
    this.fitted = false;
    this.camera.zoomBy(factor, !this.props.reducedMotion);
  }

  focusNode(id: string): void {
    const rect = worldRectIn(this.scene, id);
    if (rect === undefined) return;
    this.fitted = false;
    const { width, height } = this.painter.size;
    const room = width - this.props.panelInset.right;
    const k = Math.max(this.camera.view.k, 1);
    const x = room / 2 - (rect.x + rect.width / 2) * k;
    const y = height / 2 - (rect.y + rect.height / 2) * k;
    this.camera.goTo({ k: Math.min(k, MAX_FIT), x, y }, !this.props.reducedMotion);
    if (this.scene?.nodeById.has(this.shapeId(id) ?? '')) this.focus = this.shapeId(id);
    this.painter.invalidate();
  }

  nodeClientRect(id: string): DOMRect | undefined {
    const rect = worldRectIn(this.scene, id);
    if (rect === undefined) return undefined;
    const box = this.elements.canvas.getBoundingClientRect();
    const { k, x, y } = this.camera.view;
    return new DOMRect(box.left + rect.x * k + x, box.top + rect.y * k + y, rect.width * k, rect.height * k);
  }

  exportPng(): Promise<Blob> {
    if (this.scene === undefined) return Promise.reject(new Error('There is no graph to export yet.'));
    const { bounds } = this.scene.layout;
    const labels = this.labelsOf(this.scene).within(bounds);
    const drawn = boundsOf([bounds, ...labels.values(), ...this.scene.edges.map((edge) => edge.bounds)]);
    const frame = { ...this.frameState(this.scene), labels, lit: undefined, focus: undefined, figures: 1, arrival: 1 };
    return exportPng(frame, drawn);
  }

  relayout(): void {
    this.fitted = true;
    this.source.relayout(this.aspect());
  }

  /** What lies under a place of the page. */
  hitAt(clientX: number, clientY: number): Hit | undefined {
    if (this.scene === undefined) return undefined;
    this.hits ??= createHitIndex(hitTargetsOf(this.scene));
    const box = this.elements.canvas.getBoundingClientRect();
    const { k, x, y } = this.camera.view;
    return this.hits.at((clientX - box.left - x) / k, (clientY - box.top - y) / k, EDGE_REACH_PX / k);
  }

  /** The id to select or to open a menu for; the ground of a region is only itself for a menu. */
  hitId(hit: Hit | undefined, menu: boolean): string | undefined {
    if (hit === undefined) return undefined;
    if (hit.kind !== 'region') return hit.id;
    const region = this.scene?.regions.find(({ id }) => id === hit.id);
    return region?.selectable === true && (menu || hit.head) ? hit.id : undefined;
  }

  hover(hit: Hit | undefined): void {
    const id = hit?.kind === 'node' || hit?.kind === 'edge' ? hit.id : undefined;
    this.elements.surface.dataset.over = id === undefined ? 'ground' : 'thing';
    this.highlight.set(id, performance.now(), this.props.reducedMotion);
    this.painter.invalidate();
  }

  doubleClick(hit: Hit | undefined): void {
    if (hit?.kind === 'node') this.focusNode(hit.id);
    else if (hit !== undefined && hit.kind !== 'edge') this.showArea(hit.id);
  }

  /** Moves the view so that a place of the minimap (its px) is in the middle. */
  centreOn(minimapX: number, minimapY: number): void {
    const { x, y } = this.minimap.worldAt(minimapX, minimapY);
    const { k } = this.camera.view;
    const { width, height } = this.painter.size;
    this.fitted = false;
    this.camera.goTo({ k, x: width / 2 - x * k, y: height / 2 - y * k }, false);
  }

  walk(direction: Direction): void {
    if (this.scene === undefined) return;
    const map = {
      nodes: this.scene.nodes.map((node) => ({ id: node.view.id, rect: node.to })),
      edges: this.scene.edges.map(({ view }) => view),
    };
    const from = this.focused();
    const next =
      from === undefined ? (this.shapeId(this.props.selection) ?? firstNode(map)) : walk(map, from, direction);
    if (next === undefined || !this.scene.nodeById.has(next)) return;
    this.focus = next;
    this.focusVisible = true;
    this.highlight.set(undefined, performance.now(), this.props.reducedMotion);
    this.reveal(next);
    this.painter.invalidate();
  }

  /** The node that has the keyboard's focus. */
  focused(): string | undefined {
    return this.focus !== undefined && this.scene?.nodeById.has(this.focus) === true ? this.focus : undefined;
  }

  setFocusVisible(visible: boolean): void {
    this.focusVisible = visible;
    this.painter.invalidate();
  }

  clearFocus(): void {
    this.focus = undefined;
    this.painter.invalidate();
  }

  /** The fonts came late: what was measured and laid out without them is not right. */
  private measureAnew(): void {
    this.text.reset();
    this.labels = undefined;
    this.acceptGraph();
    this.source.relayout(this.aspect());
  }

  private acceptGraph(): void {
    const { graph, docked } = this.props;
    if (graph === undefined) {
      this.scene = undefined;
      this.painter.invalidate();
      return;
    }
    if (this.scene !== undefined) this.mark = 'weir:update';
    this.setSettled(false);
    this.source.setGraph(graph, docked ?? true, this.aspect());
  }

  private onScene(scene: Scene, change: SceneChange): void {
    const first = this.scene === undefined;
    const now = performance.now();
    const still = this.props.reducedMotion || first;
    if (this.scene?.geometry !== scene.geometry) this.hits = undefined;
    this.minimapStale = true;
    this.scene = scene;
    const signature = labelSignature(scene);
    if (change === 'topology' || signature !== this.signature) this.labels = undefined;
    this.signature = signature;
    this.figures.start(now, still || this.camera.view.k < 0.35 ? 0 : FIGURE_MS);
    if (change === 'topology') {
      this.moving = scene.moves;
      this.arrival.start(now, still || !scene.moves ? 0 : MOVE_MS);
      if (this.fitted) this.camera.goTo(this.fittingView(scene), !still);
    }
    if (first) this.mark = 'weir:first-node';
    this.painter.invalidate();
  }

  private onCamera(byHand: boolean): void {
    if (byHand) this.fitted = false;
    this.painter.invalidate();
  }

  private paint(context: CanvasRenderingContext2D | undefined, nowMs: number, ratio: number): boolean {
    this.nowMs = nowMs;
    if (this.paletteStale) {
      this.palette = readPalette(this.elements.host);
      this.paletteStale = false;
      this.minimapStale = true;
    }
    const { scene } = this;
    if (scene === undefined) return false;
    if (this.moving) {
      moveScene(scene, this.arrival.value(nowMs));
      this.moving = this.arrival.running(nowMs);
      if (!this.moving) this.hits = undefined;
    }
    const { view } = this.camera;
    const { width, height } = this.painter.size;
    if (context !== undefined) {
      context.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
      const window = { x: -view.x / view.k, y: -view.y / view.k, width: width / view.k, height: height / view.k };
      const detail = detailAt(view.k);
      const labels = detail === 'full' ? this.labelsOf(scene).within(window) : NO_PLACES;
      drawFrame({ ...this.frameState(scene), context, view, window, detail, labels });
    }
    this.paintCompanions(scene, view);
    this.report(scene);
    return this.moving || this.figures.running(nowMs) || this.highlight.running(nowMs);
  }

  /** What goes with the drawing: the minimap and the stand-ins. */
  private paintCompanions(scene: Scene, view: View): void {
    const selection = this.shapeId(this.props.selection);
    if (this.minimapStale) {
      this.minimap.draw(scene, this.palette, selection);
      this.minimapStale = false;
    }
    this.minimap.frame(view, this.painter.size);
    this.standIns.follow(view);
    const active = this.standIns.update(scene, this.focused(), selection);
    if (active === undefined) this.elements.surface.removeAttribute('aria-activedescendant');
    else this.elements.surface.setAttribute('aria-activedescendant', active);
  }

  private frameState(scene: Scene): Omit<Frame, 'context' | 'view' | 'window' | 'detail' | 'labels'> {
    const { edgeLabels, selection, found, preview } = this.props;
    return {
      scene,
      palette: this.palette,
      text: this.text,
      figures: this.figures.value(this.nowMs),
      arrival: this.arrival.value(this.nowMs),
      edgeLabels,
      selection: this.shapeId(selection),
      focus: this.focusVisible ? this.focused() : undefined,
      found: found ?? NO_IDS,
      preview: preview ?? NO_SHARES,
      lit: this.highlight.lit(scene, this.nowMs),
    };
  }

  private labelsOf(scene: Scene): Labels {
    this.labels ??= createLabels(scene, this.props.edgeLabels, this.text.measure);
    return this.labels;
  }

  /** Tells tests, tools and the performance timeline what is on screen. */
  private report(scene: Scene): void {
    const { dataset } = this.elements.host;
    dataset.nodes = String(scene.nodes.length);
    dataset.edges = String(scene.edges.length);
    if (this.mark !== undefined && !this.source.pending) {
      performance.mark(this.mark);
      this.mark = undefined;
    }
    if (!this.settled && !this.source.pending && !this.moving) {
      performance.mark('weir:settled');
      this.setSettled(true);
    }
  }

  private setSettled(settled: boolean): void {
    this.settled = settled;
    this.elements.host.dataset.settled = String(settled);
  }

  private aspect(): number {
    const { width, height } = this.painter.size;
    const room = Math.max(200, width - this.props.panelInset.right);
    return height > 0 ? room / Math.max(200, height - INSETS.bottom) : 1.5;
  }

  private shapeId(id: string | undefined): string | undefined {
    return shapeIdIn(this.scene, id);
  }

  private fittingView(scene: Scene): View {
    const labels = [...this.labelsOf(scene).known.values()];
    return fittingView(scene, labels, this.painter.size, this.props.panelInset.right);
  }

  private showArea(id: string): void {
    const rect = worldRectIn(this.scene, id);
    if (rect === undefined) return;
    this.fitted = false;
    this.camera.goTo(viewOf(rect, this.painter.size, this.props.panelInset.right), !this.props.reducedMotion);
  }

  /** Keeps the selection in sight when the panel opens over it. */
  private showSelection(): void {
    const id = this.shapeId(this.props.selection);
    if (id !== undefined && this.scene?.nodeById.has(id) === true && this.props.panelInset.right > 0) this.reveal(id);
  }

  private reveal(id: string): void {
    const rect = worldRectIn(this.scene, id);
    if (rect === undefined) return;
    const { k, x, y } = this.camera.view;
    const { width, height } = this.painter.size;
    const left = rect.x * k + x;
    const top = rect.y * k + y;
    const right = width - this.props.panelInset.right - 24 - rect.width * k;
    const dx = Math.min(0, right - left) + Math.max(0, 24 - left);
    const dy = Math.min(0, height - 24 - rect.height * k - top) + Math.max(0, 24 - top);
    if (dx !== 0 || dy !== 0) this.camera.goTo({ k, x: x + dx, y: y + dy }, !this.props.reducedMotion);
  }
}
