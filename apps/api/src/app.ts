import compress from '@fastify/compress';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { createLogAudit } from './audit.ts';
import { registerHostGuard } from './http/host-guard.ts';
import { createMetrics, observeRequests } from './http/metrics.ts';
import { registerOriginGuard } from './http/origin-guard.ts';
import { registerProblems } from './http/problems.ts';
import { DEFAULT_RATE_LIMITS, type RateLimits, registerRateLimits } from './http/rate-limits.ts';
import { registerSecurityHeaders } from './http/security-headers.ts';
import { registerStaticFiles } from './http/static-files.ts';
import type { AccessReviewer } from './ports/access-reviewer.ts';
import type { AuditLog } from './ports/audit-log.ts';
import type { Clock } from './ports/clock.ts';
import type { ClusterSource } from './ports/cluster-source.ts';
import type { ClusterWriter } from './ports/cluster-writer.ts';
import type { TelemetrySource } from './ports/telemetry-source.ts';
import type { RouteContext } from './routes/context.ts';
import { graphRoutes } from './routes/graph.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { namespaceRoutes } from './routes/namespaces.ts';
import { openapiRoutes } from './routes/openapi.ts';
import { resourceRoutes } from './routes/resources.ts';
import { routingRoutes } from './routes/routing.ts';
import { sessionRoutes } from './routes/session.ts';
import { streamRoutes } from './routes/stream.ts';
import { createCallers } from './services/callers.ts';
import { createGraphService } from './services/graph-service.ts';
import { createGraphStream } from './services/graph-stream.ts';
import { createNamespacesService } from './services/namespaces-service.ts';
import { createResourcesService } from './services/resources-service.ts';
import { createRoutingService } from './services/routing-service.ts';
import { createSessionService } from './services/session-service.ts';

export interface AppSettings {
  readonly readOnly: boolean;
  /** Between new subsets and the routes to them (W6). */
  readonly settleTimeMs: number;
  /** Where people reach this server, when that is not a loopback address. */
  readonly publicUrl?: URL;
  /** The port of the server, for requests that came over no socket. */
  readonly port: number;
  /** The built page; without it only the API answers. */
  readonly staticDirectory?: string;
  readonly rateLimits?: RateLimits;
}

export interface AppDependencies {
  readonly cluster: ClusterSource;
  readonly writer: ClusterWriter;
  readonly access: AccessReviewer;
  readonly telemetry: TelemetrySource;
  readonly clock: Clock;
  readonly settings: AppSettings;
  /** Defaults to lines in the log. */
  readonly audit?: AuditLog;
  /** Pino or the like; without one nothing is logged. */
  readonly logger?: FastifyBaseLogger;
}

const BODY_LIMIT_BYTES = 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * The HTTP server, not listening yet. The caller starts and stops the sources; closing the app ends every event stream.
 * The guards stand before the first route (S2).
 */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { settings, logger } = dependencies;
  const app = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Bodies mean what they say: nothing is converted, and unknown fields are errors, not left out.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser('text/plain');

  registerProblems(app);
  await registerSecurityHeaders(app, settings.publicUrl);
  registerHostGuard(app, settings.publicUrl, settings.port);
  registerOriginGuard(app, settings.publicUrl);
  await registerRateLimits(app, settings.rateLimits ?? DEFAULT_RATE_LIMITS);
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Weir', description: 'The API of Weir', version: '0.1.0' } },
  });

  const context = createContext(app, dependencies);
  observeRequests(app, context.metrics);
  for (const routes of ROUTES) routes(app, context);
  await registerStaticFiles(app, settings.staticDirectory);
  return app;
}

const ROUTES = [
  healthRoutes,
  sessionRoutes,
  namespaceRoutes,
  graphRoutes,
  streamRoutes,
  routingRoutes,
  resourceRoutes,
  metricsRoutes,
  openapiRoutes,
] as const;

/** Makes the use cases, and ends them with the app. */
function createContext(app: FastifyInstance, dependencies: AppDependencies): RouteContext {
  const { cluster, telemetry, clock, access, writer, settings } = dependencies;
  const { readOnly, settleTimeMs } = settings;
  const metrics = createMetrics({
    openStreams: () => stream.size(),
    snapshotRevision: () => cluster.snapshot()?.revision ?? 0,
  });
  const graphs = createGraphService({
    cluster,
    telemetry,
    clock,
    onBuilt: metrics.graphBuilt,
    elapsedMs: () => performance.now(),
  });
  const onError = (error: unknown) => app.log.error({ err: error }, 'event stream');
  const stream = createGraphStream({ graphs, cluster, telemetry, clock, onError });
  const audit = dependencies.audit ?? createLogAudit(app.log);
  const routing = createRoutingService({ cluster, writer, access, telemetry, clock, audit, readOnly, settleTimeMs });
  // Before the server waits for open answers to end: these never do by themselves.
  app.addHook('preClose', async () => stream.close());
  app.addHook('onClose', async () => routing.close());
  return {
    callers: createCallers(access, cluster, clock),
    graphs,
    stream,
    routing,
    namespaces: createNamespacesService(cluster),
    session: createSessionService(cluster, access, { readOnly, settleTimeMs }),
    resources: createResourcesService(writer),
    limits: settings.rateLimits ?? DEFAULT_RATE_LIMITS,
    metrics: metrics.registry,
    isReady: () => cluster.snapshot() !== undefined,
  };
}
