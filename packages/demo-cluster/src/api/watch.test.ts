import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCluster, startDemoCluster } from '../demo-cluster.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { MERGE_PATCH, TestClient } from '../test-client.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let cluster: DemoCluster;
let client: TestClient;

beforeAll(async () => {
  cluster = await startDemoCluster({ tickMs: 0 });
  client = new TestClient(cluster);
});
afterAll(() => cluster.close());

const configMap = (name: string, labels: JsonObject = {}): JsonObject => ({ metadata: { name, labels } });
const create = (name: string, labels?: JsonObject) =>
  client.send('POST', CONFIG_MAPS, { body: configMap(name, labels) });
const label = (name: string, labels: JsonObject) =>
  client.send('PATCH', `${CONFIG_MAPS}/${name}`, { body: { metadata: { labels } }, contentType: MERGE_PATCH });
const remove = (name: string) => client.send('DELETE', `${CONFIG_MAPS}/${name}`);
const revision = async (): Promise<string> =>
  textAt(objectAt((await client.send('GET', `${CONFIG_MAPS}?limit=1`)).body, 'metadata'), 'resourceVersion') ?? '';
const told = (event: JsonObject): readonly unknown[] => [
  event.type,
  objectAt(objectAt(event, 'object'), 'metadata').name,
];

describe('D1: watch', () => {
  it('tells what happened after the given resourceVersion, in order, and then what happens', async () => {
    const from = await revision();
    await create('w1');
    const watch = client.watch(`${CONFIG_MAPS}?watch=1&resourceVersion=${from}`);
    expect(told(await watch.next())).toEqual(['ADDED', 'w1']);
    await label('w1', { a: 'b' });
    const modified = await watch.next();
    expect(told(modified)).toEqual(['MODIFIED', 'w1']);
    await remove('w1');
    const deleted = await watch.next();
    expect(told(deleted)).toEqual(['DELETED', 'w1']);
    const versionOf = (event: JsonObject): number =>
      Number(objectAt(objectAt(event, 'object'), 'metadata').resourceVersion);
    expect(versionOf(deleted)).toBeGreaterThan(versionOf(modified));
    watch.close();
  });

  it('tells an object that comes under the selector as new, and one that leaves it as gone', async () => {
    await create('w2', { team: 'blue' });
    const watch = client.watch(`${CONFIG_MAPS}?watch=1&labelSelector=team%3Dgreen&resourceVersion=${await revision()}`);
    await label('w2', { team: 'green' });
    expect(told(await watch.next())).toEqual(['ADDED', 'w2']);
    await label('w2', { more: 'x' });
    expect(told(await watch.next())).toEqual(['MODIFIED', 'w2']);
    await label('w2', { team: 'red' });
    expect(told(await watch.next())).toEqual(['DELETED', 'w2']);
    watch.close();
    await remove('w2');
  });

  it('begins with the present state, ended by a bookmark, when that is asked for', async () => {
    await create('w3');
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const watch = client.watch(`${CONFIG_MAPS}?${query}&fieldSelector=metadata.name%3Dw3`);
    expect(told(await watch.next())).toEqual(['ADDED', 'w3']);
    const bookmark = await watch.next();
    expect(bookmark.type).toBe('BOOKMARK');
    const { annotations, resourceVersion } = objectAt(objectAt(bookmark, 'object'), 'metadata');
    expect(annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(resourceVersion).toBe(await revision());
    watch.close();
    await remove('w3');
  });

  it('ends after timeoutSeconds', async () => {
    const watch = client.watch(`${CONFIG_MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${await revision()}`);
    await watch.ended;
  });

  it('tells changes as rows of a table, the columns once', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const watch = client.watch(`${CONFIG_MAPS}?watch=1&resourceVersion=${await revision()}`, { accept });
    await create('w4');
    const first = objectAt(await watch.next(), 'object');
    expect([first.kind, listAt(first, 'columnDefinitions').length]).toEqual(['Table', 3]);
    expect(listAt(listAt(first, 'rows')[0] as JsonObject, 'cells')[0]).toBe('w4');
    await remove('w4');
    expect(objectAt(await watch.next(), 'object').columnDefinitions).toBeNull();
    watch.close();
  });

  it('tells kinds in the version that is watched', async () => {
    const watch = client.watch('/apis/networking.istio.io/v1beta1/virtualservices?watch=1');
    expect(objectAt(await watch.next(), 'object').apiVersion).toBe('networking.istio.io/v1beta1');
    watch.close();
  });
});

describe('D4: faults', () => {
  it('expired history: a watch from before is told 410 and closed, and so is a page', async () => {
    await create('w5');
    await create('w6');
    const from = await revision();
    const page = await client.send('GET', `${CONFIG_MAPS}?limit=1`);
    const token = textAt(objectAt(page.body, 'metadata'), 'continue') ?? '';
    await label('w5', { a: 'b' });
    cluster.faults.expireHistory();
    const watch = client.watch(`${CONFIG_MAPS}?watch=1&resourceVersion=${from}`);
    const event = await watch.next();
    expect([event.type, objectAt(event, 'object').code, objectAt(event, 'object').reason]).toEqual([
      'ERROR',
      410,
      'Expired',
    ]);
    await watch.ended;
    const expired = await client.send('GET', `${CONFIG_MAPS}?limit=1&continue=${encodeURIComponent(token)}`);
    expect([expired.code, expired.body.reason]).toEqual([410, 'Expired']);
    const again = textAt(objectAt(expired.body, 'metadata'), 'continue') ?? '';
    const rest = await client.send('GET', `${CONFIG_MAPS}?limit=500&continue=${encodeURIComponent(again)}`);
    expect([rest.code, listAt(rest.body, 'items').length]).toEqual([200, 1]);
    await remove('w5');
    await remove('w6');
  });

  it('dropped watches end at once, and only those of the resource', async () => {
    const from = await revision();
    const pods = client.watch(`/api/v1/pods?watch=1&resourceVersion=${from}`);
    const maps = client.watch(`${CONFIG_MAPS}?watch=1&resourceVersion=${from}`);
    await expect.poll(() => cluster.faults.dropWatches('pods')).toBe(1);
    await pods.ended;
    await create('w7');
    expect(told(await maps.next())).toEqual(['ADDED', 'w7']);
    maps.close();
    await remove('w7');
  });

  it.each([
    [409, 'Conflict'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
  ] as const)('answers %i as often as asked, for what it was asked for', async (code, reason) => {
    cluster.faults.inject({ code, verbs: ['create'], resources: ['configmaps'], times: 1 });
    expect((await client.send('GET', CONFIG_MAPS)).code).toBe(200);
    const answer = await create('w8');
    expect([answer.code, answer.body.reason]).toEqual([code, reason]);
    expect(answer.headers['retry-after']).toBe(code === 429 || code === 503 ? '1' : undefined);
    expect((await create('w8')).code).toBe(201);
    await remove('w8');
  });

  it('a fault can be taken back', async () => {
    const undo = cluster.faults.inject({ code: 500, resources: ['pods'] });
    expect((await client.send('GET', '/api/v1/pods')).code).toBe(500);
    undo();
    expect((await client.send('GET', '/api/v1/pods')).code).toBe(200);
    cluster.faults.inject({ code: 500 });
    cluster.faults.clear();
    expect((await client.send('GET', '/api/v1/pods')).code).toBe(200);
  });

  it('a restart breaks connections, forgets history and keeps the objects', async () => {
    await create('w9');
    const watch = client.watch(`${CONFIG_MAPS}?watch=1`);
    expect((await watch.next()).type).toBe('ADDED');
    cluster.faults.restart();
    await watch.ended;
    const answer = await client.send('GET', `${CONFIG_MAPS}/w9`).catch(() => client.send('GET', `${CONFIG_MAPS}/w9`));
    expect(answer.code).toBe(200);
    await remove('w9');
  });
});
