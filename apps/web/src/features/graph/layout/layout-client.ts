import { layOutGraph } from './lay-out-graph.ts';
import type { LayoutRequest, LayoutResponse } from './layout-protocol.ts';
import type { Layout, LayoutInput } from './layout-types.ts';

/** Asks for layouts. Only the answer to the newest request arrives; earlier ones are dropped. */
export interface LayoutClient {
  request(input: LayoutInput, previous: Layout | undefined): void;
  dispose(): void;
}

/** The part of `Worker` that is needed. */
export type LayoutPort = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Starts the worker at once, so that it is warm when the first graph arrives. Undefined where there are no workers. */
export function startLayoutWorker(): LayoutPort | undefined {
  if (typeof Worker === 'undefined') return undefined;
  return new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module', name: 'weir-layout' });
}

/**
 * Layout through a worker; without one, or when it fails to load, on the calling thread.
 * @param onLayout receives each finished layout that is still wanted
 */
export function createLayoutClient(onLayout: (layout: Layout) => void, port = startLayoutWorker()): LayoutClient {
  let worker = port;
  let latest = 0;
  let pending: { input: LayoutInput; previous: Layout | undefined } | undefined;
  const here = () => {
    const work = pending;
    const id = latest;
    if (work === undefined) return;
    queueMicrotask(() => {
      if (id !== latest) return;
      pending = undefined;
      onLayout(layOutGraph(work.input, work.previous));
    });
  };
  worker?.addEventListener('message', (event: MessageEvent<LayoutResponse>) => {
    if (event.data.id !== latest) return;
    pending = undefined;
    onLayout(event.data.layout);
  });
  worker?.addEventListener('error', () => {
    worker?.terminate();
    worker = undefined;
    here();
  });
  return {
    request(input, previous) {
      latest += 1;
      pending = { input, previous };
      const request: LayoutRequest = { id: latest, input, previous };
      if (worker === undefined) here();
      else worker.postMessage(request);
    },
    dispose() {
      latest += 1;
      pending = undefined;
      worker?.terminate();
      worker = undefined;
    },
  };
}
