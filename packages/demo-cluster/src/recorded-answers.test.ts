import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCluster, startDemoCluster } from './demo-cluster.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { TestClient } from './test-client.ts';

/**
 * Requests and what a real control plane answered: kube-apiserver 1.34.4 with the CustomResourceDefinitions of Istio and of the Gateway API, and
 * istiod 1.31's validating webhook. They are sent in this order; later ones see what earlier ones wrote. Left out of the answers is what
 * cannot be the same: uids, resourceVersions, times and cluster addresses, and the messages of causes, which the message repeats.
 */
interface RecordedAnswer {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: Json;
  readonly contentType?: string;
  readonly token?: string;
  readonly answer: { readonly code: number; readonly warning?: string; readonly body: Json };
}

const RECORDED = JSON.parse(
  readFileSync(new URL('./testdata/recorded-answers.json', import.meta.url), 'utf8'),
) as readonly RecordedAnswer[];

const VOLATILE = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'time', 'clusterIP', 'clusterIPs']);

function comparable(value: Json): Json {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isJsonObject(value)) return value;
  const hasOwnStatus = value.kind === 'Deployment' || value.kind === 'Service';
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !VOLATILE.has(key) && !(hasOwnStatus && key === 'status'))
      .map(([key, member]) => [key, comparable(member)]),
  );
}

/** The real server walks through Go maps, so the order of several problems differs from run to run: they are compared in one order. */
const inOneOrder = (text: string): string =>
  /: \[|errors occurred/.test(text)
    ? text
        .split(/, |\n|\[|\]/)
        .sort()
        .join('\n')
    : text;

function comparableStatus(body: Json): Json {
  if (!isJsonObject(body) || body.kind !== 'Status') return comparable(body);
  const { reason, message, details } = comparable(body) as JsonObject;
  const causes = isJsonObject(details) && Array.isArray(details.causes) ? details.causes : undefined;
  const pairs = causes
    ?.map((cause) => (isJsonObject(cause) ? `${String(cause.field)} ${String(cause.reason)}` : cause))
    .sort();
  return {
    kind: 'Status',
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message: inOneOrder(String(message)) }),
    ...(details === undefined
      ? {}
      : { details: { ...(details as JsonObject), ...(pairs === undefined ? {} : { causes: pairs }) } }),
  };
}

let cluster: DemoCluster;
let client: TestClient;

beforeAll(async () => {
  cluster = await startDemoCluster({ tickMs: 0 });
  client = new TestClient(cluster);
  const metadata = { name: 'conformance' };
  await client.send('POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata } });
});
afterAll(() => cluster.close());

describe('D1: what the real control plane answers, the demo cluster answers', () => {
  it.each(RECORDED.map((recorded) => [recorded.name, recorded] as const))('%s', async (_name, recorded) => {
    const as =
      recorded.token === 'viewer' ? 'viewer' : recorded.token === undefined ? 'admin' : { token: recorded.token };
    const answer = await client.send(recorded.method, recorded.path, {
      as,
      ...(recorded.body === undefined ? {} : { body: recorded.body }),
      ...(recorded.contentType === undefined ? {} : { contentType: recorded.contentType }),
    });
    const isJson = answer.headers['content-type'] === 'application/json';
    expect({
      code: answer.code,
      ...(answer.headers.warning === undefined ? {} : { warning: answer.headers.warning }),
      body: isJson ? comparableStatus(answer.body) : answer.text,
    }).toEqual({ ...recorded.answer, body: comparableStatus(recorded.answer.body) });
  });
});
