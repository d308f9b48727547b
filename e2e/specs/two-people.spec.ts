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
  await Promise.all(pages.map((page) => page.open()));
  const first = await pages[0].openWeightedRouting(STAFF);
  const second = await pages[1].openWeightedRouting(STAFF);
  await first.dragTo('safe', 70);
  await second.dragTo('safe', 50);
  await expect(first.applyButton).not.toHaveAttribute('aria-disabled', 'true');
  await expect(second.applyButton).not.toHaveAttribute('aria-disabled', 'true');

  // The second one's plan is held back until the first has written: what they saw is then no longer what is.
  await second.page.route('**/routing/plan', (route) => route.abort());
  await first.apply();
  await expect(first.root.getByRole('heading', { name: /Settling/ })).toBeVisible();
  await second.applyButton.click();

  const conflict = second.root.getByTestId('routing-conflict');
  await expect(conflict).toBeVisible();
  await expect(conflict.getByRole('heading')).toContainText('Changed by weir');
  await expect(conflict).toContainText('/spec/http/1/route/0/weight');
  await expect(conflict).toContainText('70');
  expect(weightsOf((await demo.kube.get(path)).body)).toEqual([70, 30]);

  await second.page.unroute('**/routing/plan');
  await conflict.getByRole('button', { name: 'Apply 50 / 50 on top' }).click();
  await expect(second.root.getByRole('heading', { name: /Settling to 50 \/ 50/ })).toBeVisible();
  expect(weightsOf((await demo.kube.get(path)).body)).toEqual([50, 50]);
  await Promise.all([one.close(), two.close()]);
});
