import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../support/fixtures.ts';
import { STAFF } from '../support/objects.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`U7: graph, panel and dialog have no violation that axe finds (${theme})`, async ({ graph, page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await graph.open(`?selected=${STAFF}`);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([]);
    await page.keyboard.press('w');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page.getByRole('slider').first()).toBeVisible();
    expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([]);
  });
}
