import { GraphPage } from '../pages/graph-page.ts';
import { expect, test } from '../support/fixtures.ts';
import { istioPath } from '../support/kube-client.ts';
import { handWrittenDestinationRule, handWrittenVirtualService, STAFF } from '../support/objects.ts';

const weightsOf = (object: { spec: { http: { route: { weight: number }[] }[] } }) =>
  object.spec.http[1]?.route.map((entry) => entry.weight);

test('c: two people drag at once: one applies, the other is told what changed and by whom', async ({
  browser,
  demo,
  weir,
}) => {
  await demo.kube.create(handWrittenDestinationRule);
  await demo.kube.create(handWrittenVirtualService);
  const path = istioPath('virtualservices', 'default', 'custom-routing-rules');
  const [one, two] = await Promise.all([browser.newPage(), browser.newPage()]);
  if (one === undefined || two === undefined) throw new Error('no pages');
  const pages = [new GraphPage(one, weir.url), new GraphPage(two, weir.url)] as const;
  // The second one is not told live, as behind a bad connection: only the server can notice.
  await two.route('**/api/stream?*', (route) => route.abort());
  await Promise.all(pages.map((page) => page.open()));
  const first = await pages[0].openWeightedRouting(STAFF);
  const second = await pages[1].openWeightedRouting(STAFF);
  await first.dragTo('safe', 70);
  await second.dragTo('safe', 50);
  await expect(first.applyButton).not.toHaveAttribute('aria-disabled', 'true');
  await expect(second.applyButton).not.toHaveAttribute('aria-disabled', 'true');

  // What the second one saw is then no longer what is.
  await first.apply();
  await expect(first.root.getByRole('heading', { name: /Settling/ })).toBeVisible();
  await second.applyButton.click();

  const conflict = second.root.getByTestId('routing-conflict');
  await expect(conflict).toBeVisible();
  await expect(conflict.getByRole('heading')).toContainText('Changed by weir');
  await expect(conflict).toContainText('/spec/http/1/route/0/weight');
  await expect(conflict).toContainText('70');
  expect(weightsOf((await demo.kube.get(path)).body)).toEqual([70, 30]);

  await conflict.getByRole('button', { name: 'Apply 50 / 50 on top' }).click();
  await expect(second.root.getByRole('heading', { name: /Settling to 50 \/ 50/ })).toBeVisible();
  expect(weightsOf((await demo.kube.get(path)).body)).toEqual([50, 50]);
  await Promise.all([one.close(), two.close()]);
});

test('c: what somebody else writes meanwhile is told at once, and the person decides whose weights to go on with', async ({
  graph,
  demo,
}) => {
  await demo.kube.create(handWrittenDestinationRule);
  await demo.kube.create(handWrittenVirtualService);
  const path = istioPath('virtualservices', 'default', 'custom-routing-rules');
  await graph.open();
  const dialog = await graph.openWeightedRouting(STAFF);
  await dialog.type('safe', 70);
  await expect(dialog.applyButton).not.toHaveAttribute('aria-disabled', 'true');
  const weight = (index: number, value: number) => ({
    op: 'replace',
    path: `/spec/http/1/route/${index}/weight`,
    value,
  });
  const patch = [weight(0, 20), weight(1, 80)];
  expect((await demo.kube.request('PATCH', path, patch, 'application/json-patch+json')).status).toBe(200);

  const notice = dialog.root.getByTestId('basis-changed');
  await expect(notice).toBeVisible();
  await expect(notice).toContainText('20');
  await expect(dialog.slider('safe')).toHaveAttribute('aria-valuenow', '70');
  await notice.getByRole('button', { name: 'Keep my weights' }).click();
  await dialog.apply();
  await expect(dialog.root.getByRole('heading', { name: /Settling to 70 \/ 30/ })).toBeVisible();
  expect(weightsOf((await demo.kube.get(path)).body)).toEqual([70, 30]);
});
