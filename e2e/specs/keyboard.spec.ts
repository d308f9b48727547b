import { expect, test } from '../support/fixtures.ts';
import { STAFF } from '../support/objects.ts';

test('U7, W9: weighted routing by keyboard alone', async ({ graph, page }) => {
  await graph.open(`?selected=${STAFF}`);
  await page.keyboard.press('w');
  const slider = page.getByRole('slider', { name: 'Share of safe' });
  await expect(slider).toHaveAttribute('aria-valuenow', '67');
  await slider.focus();
  await page.keyboard.press('PageUp');
  await expect(slider).toHaveAttribute('aria-valuenow', '77');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '78');
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('U6: the view is in the URL, and a link shows the same picture', async ({ graph, page }) => {
  await graph.open('?type=workload&namespaces=bookinfo');
  await expect(page.getByRole('radio', { name: 'Workload' })).toHaveAttribute('aria-checked', 'true');
  await expect(graph.node('wl/bookinfo/reviews-v1')).toBeAttached();
  await page.getByRole('radio', { name: 'App', exact: true }).click();
  await expect(page).toHaveURL(/type=app/);
  await graph.settled();
  await expect(graph.node('svc/bookinfo/reviews')).toBeAttached();
  await expect(graph.node('wl/bookinfo/reviews-v1')).toHaveCount(0);
  await page.goBack();
  await expect(graph.node('wl/bookinfo/reviews-v1')).toBeAttached();
});
