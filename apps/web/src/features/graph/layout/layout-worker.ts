/// <reference lib="webworker" />
import { layOutGraph } from './lay-out-graph.ts';
import type { LayoutRequest, LayoutResponse } from './layout-protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  const { id, input, previous } = event.data;
  const response: LayoutResponse = { id, layout: layOutGraph(input, previous) };
  self.postMessage(response);
});
