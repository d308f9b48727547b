import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Problem } from '@weir/shared';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import type { RateLimits } from '../http/rate-limits.ts';
import type { Callers } from '../services/callers.ts';
import type { GraphService } from '../services/graph-service.ts';
import type { GraphStream } from '../services/graph-stream.ts';
import type { NamespacesService } from '../services/namespaces-service.ts';
import type { ResourcesService } from '../services/resources-service.ts';
import type { RoutingService } from '../services/routing-service.ts';
import type { SessionService } from '../services/session-service.ts';

/** What routes need: the use cases, and who asks. */
export interface RouteContext {
  readonly callers: Callers;
  readonly graphs: GraphService;
  readonly stream: GraphStream;
  readonly namespaces: NamespacesService;
  readonly session: SessionService;
  readonly routing: RoutingService;
  readonly resources: ResourcesService;
  readonly limits: RateLimits;
  readonly metrics: Registry;
  /** Whether the first synchronisation is done. */
  readonly isReady: () => boolean;
}

/** An app whose handlers are typed by their TypeBox schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The answers of every route that are no success. */
export const PROBLEMS = { '4xx': Problem, '5xx': Problem } as const;

/** A service in an address. */
export const ServiceParams = Type.Object({ namespace: Type.String(), name: Type.String() });
