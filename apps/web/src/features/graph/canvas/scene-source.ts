import type { Graph } from '@weir/shared';
import { createLayoutClient, type LayoutClient } from '../layout/layout-client.ts';
import { sameTopology, toLayoutInput } from '../layout/layout-input.ts';
import type { Layout } from '../layout/layout-types.ts';
import { buildView } from '../model/build-view.ts';
import { orderVersions, type VersionOrder } from '../model/version-colours.ts';
import type { MeasureText, ViewModel } from '../model/view-model.ts';
import { buildScene, type Scene } from './scene.ts';

/** What made a new scene. */
export type SceneChange = 'figures' | 'topology';

export interface SceneSourceOptions {
  readonly measure: MeasureText;
  /** The scene on screen and how far its figures are: the next one starts from there. */
  readonly onScreen: () => { readonly scene: Scene | undefined; readonly figuresAt: number };
  readonly onScene: (scene: Scene, change: SceneChange) => void;
  /** Resolves when texts can be measured. */
  readonly ready: Promise<void>;
}

/** Turns graphs into scenes; asks for a layout only when the topology has changed. */
export interface SceneSource {
  /** True while a layout is awaited. */
  readonly pending: boolean;
  setGraph(graph: Graph, docked: boolean, aspect: number): void;
  /** Lays out the present graph anew, from nothing. */
  relayout(aspect: number): void;
  dispose(): void;
}

export function createSceneSource(options: SceneSourceOptions): SceneSource {
  let versions: VersionOrder = new Map();
  let layout: { readonly of: ViewModel; readonly places: Layout } | undefined;
  let wanted: ViewModel | undefined;
  let asked: ViewModel | undefined;
  let ready = false;
  let held: (() => void) | undefined;
  const show = (view: ViewModel, places: Layout, change: SceneChange) => {
    const { scene, figuresAt } = options.onScreen();
    options.onScene(buildScene(view, places, scene, figuresAt), change);
  };
  const client: LayoutClient = createLayoutClient((places) => {
    if (asked === undefined || wanted === undefined) return;
    layout = { of: asked, places };
    asked = undefined;
    show(wanted, places, 'topology');
  });
  const ask = (view: ViewModel, aspect: number, previous: Layout | undefined) => {
    asked = view;
    client.request(toLayoutInput(view, aspect), previous);
  };
  const accept = (graph: Graph, docked: boolean, aspect: number) => {
    versions = orderVersions(graph, versions);
    const view = buildView(graph, { docked, measure: options.measure, versions });
    wanted = view;
    if (asked !== undefined && sameTopology(asked, view)) return;
    if (asked === undefined && layout !== undefined && sameTopology(layout.of, view))
      show(view, layout.places, 'figures');
    else ask(view, aspect, layout?.places);
  };
  void options.ready.then(() => {
    ready = true;
    held?.();
    held = undefined;
  });
  return {
    get pending() {
      return asked !== undefined || held !== undefined;
    },
    setGraph(graph, docked, aspect) {
      if (ready) accept(graph, docked, aspect);
      else held = () => accept(graph, docked, aspect);
    },
    relayout(aspect) {
      if (wanted !== undefined) ask(wanted, aspect, undefined);
    },
    dispose() {
      held = undefined;
      client.dispose();
    },
  };
}
