import { expect, test } from '../support/fixtures.ts';
import { istioPath } from '../support/kube-client.ts';
import { handWrittenDestinationRule, handWrittenVirtualService, STAFF } from '../support/objects.ts';

const path = istioPath('virtualservices', 'default', 'custom-routing-rules');

/** Everything of an object but what the API server itself keeps. */
const written = (object: { metadata: Record<string, unknown> }) => {
  const { managedFields, resourceVersion, generation, ...metadata } = object.metadata;
  return { ...object, metadata };
};

test('b: the slider changes exactly two numbers of a hand-written VirtualService', async ({
  graph,
  demo,
  complaints,
}) => {
  await demo.kube.create(handWrittenDestinationRule);
  await demo.kube.create(handWrittenVirtualService);
  const before = (await demo.kube.get(path)).body;

  await graph.open();
  const dialog = await graph.openWeightedRouting(STAFF);
  await expect(dialog.root.getByText('x-tester')).toBeVisible();
  await expect(dialog.slider('safe')).toHaveAttribute('aria-valuenow', '90');
  await dialog.dragTo('safe', 70);
  await dialog.tab('Difference');
  await expect(dialog.root.locator('.diff-line.add')).toHaveCount(2);
  await expect(dialog.root.locator('.diff-line.remove')).toHaveCount(2);
  await dialog.apply();
  await expect(dialog.root.getByRole('heading', { name: /Settling to 70 \/ 30/ })).toBeVisible();

  const after = (await demo.kube.get(path)).body;
  const expected = structuredClone(written(before)) as typeof before;
  expected.spec.http[1].route[0].weight = 70;
  expected.spec.http[1].route[1].weight = 30;
  expect(written(after)).toEqual(expected);
  expect(after.metadata.generation).toBe(before.metadata.generation + 1);
  expect(after.metadata.managedFields.map((field: { manager: string }) => field.manager)).toContain('weir');
  const rules = await demo.kube.get('/apis/networking.istio.io/v1/namespaces/default/destinationrules');
  expect(rules.body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
    'canary-release-groups',
  ]);
  expect(complaints).toEqual([]);
});

test('a changed weight applied from outside appears in the open browser', async ({ graph, demo }) => {
  await demo.kube.create(handWrittenDestinationRule);
  await demo.kube.create(handWrittenVirtualService);
  await graph.page.goto(`${graph.url}/?view=table`);
  const row = graph.page.getByRole('row').filter({ hasText: 'fleetman-staff-service' }).filter({ hasText: 'risky' });
  await expect(row).toContainText(/10\u202f%/);
  const patched = await demo.kube.request(
    'PATCH',
    path,
    {
      spec: {
        http: [
          handWrittenVirtualService.spec.http[0],
          {
            ...handWrittenVirtualService.spec.http[1],
            route: handWrittenVirtualService.spec.http[1]?.route.map((entry, index) => ({
              ...entry,
              weight: index === 0 ? 55 : 45,
            })),
          },
        ],
      },
    },
    'application/merge-patch+json',
  );
  expect(patched.status).toBe(200);
  await expect(row).toContainText(/45\u202f%/);
});
