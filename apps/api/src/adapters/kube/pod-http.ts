import type { PodHttp } from '../../ports/pod-http.ts';
import type { ApiClient } from './api-client.ts';

const TIMEOUT_MS = 10_000;

/** GET through the API server's pod proxy. Needs `get` on `pods/proxy`. */
export function createPodHttp(api: ApiClient): PodHttp {
  return {
    get: ({ namespace, pod, port, path }, { signal, maxBytes }) => {
      const target = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}:${port}/proxy`;
      const full = `${target}${path.startsWith('/') ? '' : '/'}${path}`;
      return api.text({ method: 'GET', path: full, signal, maxBytes, timeoutMs: TIMEOUT_MS });
    },
  };
}
