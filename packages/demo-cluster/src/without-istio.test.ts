import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCluster, startDemoCluster } from './demo-cluster.ts';
import { listAt, objectAt, textAt } from './json.ts';
import { TestClient } from './test-client.ts';

let cluster: DemoCluster;
let client: TestClient;
beforeAll(async () => {
  cluster = await startDemoCluster({ tickMs: 0, istio: false });
  client = new TestClient(cluster);
});
afterAll(() => cluster.close());

const VIRTUAL_SERVICES = '/apis/networking.istio.io/v1/namespaces/default/virtualservices';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const names = async (path: string): Promise<(string | undefined)[]> =>
  listAt((await client.send('GET', path)).body, 'items').map((item) => textAt(objectAt(item, 'metadata'), 'name'));
const groups = async (): Promise<(string | undefined)[]> =>
  listAt((await client.send('GET', '/apis')).body, 'groups').map((group) => textAt(group, 'name'));
const APIS_OF_ISTIO = [VIRTUAL_SERVICES, '/apis/networking.istio.io/v1', '/apis/networking.istio.io'];

describe('D1: a cluster without Istio', () => {
  it('serves none of its kinds and has none of its definitions', async () => {
    expect((await groups()).filter((name) => name?.endsWith('istio.io'))).toEqual([]);
    for (const path of [...APIS_OF_ISTIO, '/openapi/v3/apis/networking.istio.io/v1'])
      expect([path, (await client.send('GET', path)).code]).toEqual([path, 404]);
    expect((await client.send('GET', '/openapi/v3')).text).not.toContain('istio.io');
    expect((await names(DEFINITIONS)).filter((name) => name?.includes('istio'))).toEqual([]);
    expect(await names(DEFINITIONS)).toContain('httproutes.gateway.networking.k8s.io');
  });

  it('runs the same applications, without sidecars and without a gateway', async () => {
    const pods = (await client.send('GET', '/api/v1/pods')).text;
    expect(pods).toContain('staff-service-risky-version');
    expect(pods).not.toContain('istio-proxy');
    expect(await names('/api/v1/namespaces')).not.toContain('istio-system');
    expect((await client.send('GET', '/api/v1/namespaces')).text).not.toContain('istio-injection');
    expect(await names('/apis/gateway.networking.k8s.io/v1/gatewayclasses')).toEqual([]);
  });

  it('serves Istio’s kinds once they are installed, and takes their objects', async () => {
    cluster.installIstioKinds();
    cluster.installIstioKinds();
    for (const path of APIS_OF_ISTIO) expect([path, (await client.send('GET', path)).code]).toEqual([path, 200]);
    expect(await names(VIRTUAL_SERVICES)).toEqual([]);
    expect(await names(DEFINITIONS)).toContain('virtualservices.networking.istio.io');
    const route = [{ destination: { host: 'fleetman-staff-service' } }];
    const body = { metadata: { name: 'late' }, spec: { hosts: ['fleetman-staff-service'], http: [{ route }] } };
    const kind = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' };
    expect((await client.send('POST', VIRTUAL_SERVICES, { body: { ...kind, ...body } })).code).toBe(201);
  });
});
