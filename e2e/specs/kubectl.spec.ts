import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { kubectl, kubectlMissing } from '../support/kubectl.ts';
import { STAFF } from '../support/objects.ts';

const missing = kubectlMissing();
test.skip(missing !== undefined, missing);

const HOST = 'fleetman-staff-service.default.svc.cluster.local';
const destinationRule = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: staff, namespace: default }
spec:
  host: ${HOST}
  subsets:
    - { name: safe, labels: { version: safe } }
    - { name: risky, labels: { version: risky } }
`;
const virtualService = (safe: number): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: staff, namespace: default }
spec:
  hosts: [${HOST}]
  http:
    - route:
        - { destination: { host: ${HOST}, subset: safe }, weight: ${safe} }
        - { destination: { host: ${HOST}, subset: risky }, weight: ${100 - safe} }
`;

test('D1: kubectl reads, applies and deletes, and the open browser follows', async ({ demo, graph, folder }) => {
  const run = (...args: readonly string[]) => kubectl(demo.kubeconfig, folder, ...args);
  const apply = (text: string) => {
    const file = join(folder, 'routing.yaml');
    writeFileSync(file, text);
    return run('apply', '-f', file);
  };

  const listed = await run('get', 'pods,virtualservices', '-A');
  expect(listed).toMatch(/^NAMESPACE\s+NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE$/m);
  expect(listed).toMatch(/^default\s+pod\/staff-service-risky-version-\S+\s+2\/2\s+Running\s+0\s+7d/m);
  expect(listed).toMatch(/^NAMESPACE\s+NAME\s+GATEWAYS\s+HOSTS\s+AGE$/m);
  expect(listed).toMatch(/^bookinfo\s+virtualservice\S*\/bookinfo-entry\s/m);

  await graph.open('?namespaces=default');
  const staff = graph.node(STAFF);
  await expect(staff).toContainText('expected 66.7');
  expect(await apply(`${destinationRule}---${virtualService(80)}`)).toMatch(/virtualservice\S*\/staff created/);
  await expect(staff).toContainText('set 80');
  expect(await apply(virtualService(35))).toMatch(/virtualservice\S*\/staff configured/);
  await expect(staff).toContainText('set 35');
  await expect(staff).toContainText('set 65');
  expect(await run('get', 'virtualservice', 'staff', '-o', 'jsonpath={.spec.http[0].route[*].weight}')).toBe('35 65');
  expect(await run('delete', 'virtualservice', 'staff')).toMatch(/"staff" deleted/);
  await expect(staff).not.toContainText('set ');
  await expect(staff).toContainText('expected 66.7');
});
