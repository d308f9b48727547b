/** HTTP GET to a pod's port through the API server's pod proxy. */
export interface PodHttp {
  /** The body as text; rejects with a ClusterError. `maxBytes` ends a longer answer with an error. */
  readonly get: (
    target: { readonly namespace: string; readonly pod: string; readonly port: number; readonly path: string },
    options: { readonly signal: AbortSignal; readonly maxBytes: number },
  ) => Promise<string>;
}
