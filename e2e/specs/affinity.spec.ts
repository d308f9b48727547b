import { expect, test } from '../support/fixtures.ts';
import {
  handWrittenDestinationRule,
  handWrittenVirtualService,
  STAFF,
  stickyDestinationRule,
} from '../support/objects.ts';

test('e: session affinity beside weights is explained before applying', async ({ graph, demo }) => {
  await demo.kube.create(handWrittenDestinationRule);
  await demo.kube.create(stickyDestinationRule);
  await demo.kube.create(handWrittenVirtualService);
  await graph.open();
  const dialog = await graph.openWeightedRouting(STAFF);
  await dialog.type('risky', 25);
  const finding = dialog.root.locator('[data-finding="session-affinity-with-weights"]').first();
  await expect(finding).toBeVisible();
  await expect(finding).toContainText('x-myval');
  await expect(finding).toContainText(/random/);
  await expect(dialog.applyButton).not.toHaveAttribute('aria-disabled', 'true');
});
