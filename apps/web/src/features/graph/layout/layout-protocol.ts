import type { Layout, LayoutInput } from './layout-types.ts';

/** What the page asks the worker; `id` comes back with the answer. */
export interface LayoutRequest {
  readonly id: number;
  readonly input: LayoutInput;
  readonly previous: Layout | undefined;
}

export interface LayoutResponse {
  readonly id: number;
  readonly layout: Layout;
}
