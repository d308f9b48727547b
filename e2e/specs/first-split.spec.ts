import type { Graph } from '@weir/shared';
import { expect, test } from '../support/fixtures.ts';
import { margin999 } from '../support/intervals.ts';
import { istioPath } from '../support/kube-client.ts';
import { RISKY, SAFE, STAFF } from '../support/objects.ts';

const observedRisky = async (url: string, windowSeconds: number) => {
  const response = await fetch(`${url}/api/graph?type=versionedApp&namespaces=default&window=${windowSeconds}s`);
  const graph = (await response.json()) as Graph;
  return graph.edges.find((edge) => edge.source === STAFF && edge.target === RISKY)?.observed;
};

test('a: a service without any routing is split 90 to 10, and the observed split follows', async ({
  graph,
  demo,
  complaints,
}) => {
  await graph.open();
  await expect(graph.node(SAFE)).toBeAttached();
  await expect(graph.node(RISKY)).toBeAttached();

  // Nothing is set: two pods to one show about 67 to 33.
  await expect
    .poll(async () => (await observedRisky(graph.url, 60))?.requests ?? 0, { timeout: 60_000 })
    .toBeGreaterThan(20);
  const before = await observedRisky(graph.url, 60);
  const total = (before?.requests ?? 0) / (before?.share ?? 1);
  expect(Math.abs((before?.share ?? 0) - 1 / 3)).toBeLessThan(margin999(1 / 3, total) + 0.001);

  const dialog = await graph.openWeightedRouting(STAFF);
  await dialog.dragTo('safe', 90);
  await dialog.tab('Difference');
  await expect(dialog.root.getByText('DestinationRule', { exact: false }).first()).toBeVisible();
  await dialog.apply();
  await expect(dialog.root.getByRole('heading', { name: /Settling to 90 \/ 10/ })).toBeVisible();

  // The objects exist, asked of the cluster itself.
  const service = await demo.kube.get(istioPath('virtualservices', 'default', 'fleetman-staff-service'));
  expect(service.status).toBe(200);
  expect(service.body.metadata.labels['app.kubernetes.io/managed-by']).toBe('weir');
  const weights = service.body.spec.http[0].route.map((entry: { weight: number; destination: { subset: string } }) => [
    entry.destination.subset,
    entry.weight,
  ]);
  expect(Object.fromEntries(weights)).toEqual({ safe: 90, risky: 10 });
  const rule = await demo.kube.get(istioPath('destinationrules', 'default', 'fleetman-staff-service'));
  expect(rule.body.spec.subsets.map((subset: { name: string }) => subset.name).sort()).toEqual(['risky', 'safe']);

  // The traffic follows: the share since the change comes to 10 % within its own interval.
  await expect
    .poll(
      async () => {
        const seen = await observedRisky(graph.url, 20);
        const requests = (seen?.requests ?? 0) / (seen?.share ?? 1);
        return requests > 100 && Math.abs((seen?.share ?? 1) - 0.1) < margin999(0.1, requests);
      },
      { timeout: 60_000, intervals: [2000] },
    )
    .toBe(true);
  await expect(dialog.settlingRow('risky')).toContainText('10');
  await dialog.root.getByRole('button', { name: 'Done' }).click();
  await expect(dialog.root).toBeHidden();
  expect(complaints).toEqual([]);
});
