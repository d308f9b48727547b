import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly graphBuilt: (durationMs: number) => void;
}

export interface MetricsSources {
  readonly openStreams: () => number;
  readonly snapshotRevision: () => number;
}

/** Figures about Weir itself, in a registry of their own: several apps may run in one process. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'weir_' });
  const graphs = new Histogram({
    name: 'weir_graph_build_seconds',
    help: 'Time to build one graph; graphs that are shared are not built',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers: [registry],
  });
  new Gauge({
    name: 'weir_event_streams',
    help: 'Open event streams',
    registers: [registry],
    collect() {
      this.set(sources.openStreams());
    },
  });
  new Gauge({
    name: 'weir_snapshot_revision',
    help: 'Number of the last published state of the cluster; 0 before the first',
    registers: [registry],
    collect() {
      this.set(sources.snapshotRevision());
    },
  });
  return { registry, graphBuilt: (durationMs) => graphs.observe(durationMs / 1000) };
}

/** Counts and times every answer by route, never by address: label values stay few. */
export function observeRequests(app: FastifyInstance, registry: Registry): void {
  const labelNames = ['method', 'route', 'status'] as const;
  const durations = new Histogram({
    name: 'weir_http_request_seconds',
    help: 'Time from a request to the end of its answer; event streams are left out',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const requests = new Counter({
    name: 'weir_http_requests_total',
    help: 'Answered requests',
    labelNames,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    };
    requests.inc(labels);
    durations.observe(labels, reply.elapsedTime / 1000);
  });
}
