import type { KubernetesObject } from '@weir/mesh';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type AppSettings, buildApp } from '../app.ts';
import type { AuditEntry } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import { createInstantClock } from './clocks.ts';
import { createFakeCluster, type FakeCluster } from './fake-cluster.ts';
import { createFakeTelemetry, type FakeTelemetry } from './fake-telemetry.ts';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly cluster: FakeCluster;
  readonly telemetry: FakeTelemetry;
  readonly audit: AuditEntry[];
  /** What the app logged as an error, as lines of JSON. */
  readonly errors: string[];
  /** GET, or POST where there is a body, from this machine. */
  readonly ask: (url: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // The tests name the members that they expect.
  readonly body: Record<string, unknown>;
}

export interface TestAppOptions {
  readonly objects: readonly KubernetesObject[];
  readonly settings?: Partial<AppSettings>;
  readonly clock?: Clock;
}

export const TEST_PORT = 4480;

/** The real app over a cluster in memory, closed after the test. On its clock every pause is over at once. */
export async function createTestApp({ objects, settings, clock }: TestAppOptions): Promise<TestApp> {
  const cluster = createFakeCluster(objects);
  const telemetry = createFakeTelemetry();
  const audit: AuditEntry[] = [];
  const errors: string[] = [];
  const app = await buildApp({
    cluster: cluster.source,
    writer: cluster.writer,
    access: cluster.access,
    telemetry: telemetry.source,
    clock: clock ?? createInstantClock(),
    audit: { record: (entry) => audit.push(entry) },
    logger: pino({ level: 'error' }, { write: (line: string) => errors.push(line) }),
    settings: { readOnly: false, settleTimeMs: 2000, port: TEST_PORT, ...settings },
  });
  onTestFinished(() => app.close());
  return {
    app,
    cluster,
    telemetry,
    audit,
    errors,
    ask: async (url, body, headers = {}) => {
      const answer = await app.inject({
        url,
        headers: {
          host: `127.0.0.1:${TEST_PORT}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? { method: 'GET' as const }
          : { method: 'POST' as const, payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const isText = answer.headers['content-encoding'] === undefined && answer.body !== '';
      const isJson = isText && String(answer.headers['content-type'] ?? '').includes('json');
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        body: isJson ? answer.json<Record<string, unknown>>() : {},
      };
    },
  };
}
