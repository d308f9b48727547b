import type { View } from './fit-view.ts';
import type { Scene, SceneNode } from './scene.ts';

/** Graphs with fewer shapes get a stand-in for each; larger ones for the focused node and its neighbours. */
const ALL_BELOW = 60;

/**
 * Buttons that nobody sees, each over its node: what screen readers and browser tests find of a drawing (U7). They let
 * the pointer through to the canvas and are not in the Tab order; the graph itself is.
 */
export interface StandIns {
  /** Makes, moves and removes them; returns the DOM id of the focused one. */
  update(scene: Scene, focus: string | undefined, selection: string | undefined): string | undefined;
  /** Follows the camera: one style for all. */
  follow(view: View): void;
}

export function createStandIns(container: HTMLElement, idPrefix: string, onPress: (id: string) => void): StandIns {
  const buttons = new Map<string, HTMLButtonElement>();
  const domIds = new Map<string, string>();
  const make = (id: string): HTMLButtonElement => {
    const button = container.ownerDocument.createElement('button');
    button.type = 'button';
    button.tabIndex = -1;
    button.className = 'graph-canvas-stand-in';
    button.dataset.nodeId = id;
    button.addEventListener('click', () => onPress(id));
    const domId = domIds.get(id) ?? `${idPrefix}-${domIds.size}`;
    domIds.set(id, domId);
    button.id = domId;
    container.append(button);
    buttons.set(id, button);
    return button;
  };
  return {
    update(scene, focus, selection) {
      const wanted = wantedNodes(scene, focus, selection);
      const keep = new Set(wanted.map((node) => node.view.id));
      for (const [id, button] of buttons) {
        if (keep.has(id)) continue;
        button.remove();
        buttons.delete(id);
      }
      for (const node of wanted) {
        const { id, members } = node.view;
        const description = scene.view.describe(id);
        const button = buttons.get(id) ?? make(id);
        if (button.textContent !== description) button.textContent = description;
        button.dataset.memberIds = members.join(' ');
        button.setAttribute('aria-pressed', String(id === selection));
        place(button, node);
      }
      return focus === undefined ? undefined : buttons.get(focus)?.id;
    },
    follow({ k, x, y }) {
      container.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    },
  };
}

function wantedNodes(scene: Scene, focus: string | undefined, selection: string | undefined): readonly SceneNode[] {
  if (scene.nodes.length < ALL_BELOW) return scene.nodes;
  const wanted = new Set<string>();
  for (const id of [focus, selection]) {
    if (id === undefined || !scene.nodeById.has(id)) continue;
    wanted.add(id);
    for (const edge of scene.edges) {
      if (edge.view.source === id) wanted.add(edge.view.target);
      if (edge.view.target === id) wanted.add(edge.view.source);
    }
  }
  return scene.nodes.filter((node) => wanted.has(node.view.id));
}

function place(button: HTMLButtonElement, node: SceneNode): void {
  const { x, y, width, height } = node.to;
  button.style.left = `${x}px`;
  button.style.top = `${y}px`;
  button.style.width = `${width}px`;
  button.style.height = `${height}px`;
}
