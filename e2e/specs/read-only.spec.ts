import { GraphPage } from '../pages/graph-page.ts';
import { expect, test } from '../support/fixtures.ts';
import { STAFF } from '../support/objects.ts';
import { startWeir } from '../support/weir.ts';

test('d: read-only: the menu says why, and the server answers 403 before it looks at the body', async ({
  page,
  demo,
}) => {
  const weir = await startWeir(demo.kubeconfig, ['--read-only']);
  try {
    const graph = new GraphPage(page, weir.url);
    await graph.open();
    await graph.rightClick(STAFF);
    await page.getByRole('menuitem', { name: 'Actions' }).hover();
    const item = page.getByRole('menuitem', { name: /Weighted routing/ });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toContainText(/read-only/i);
    await item.click({ force: true });
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const answer = await fetch(`${weir.url}/api/services/default/fleetman-staff-service/routing/apply`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'not even JSON',
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'read-only' });
    const written = await demo.kube.get('/apis/networking.istio.io/v1/namespaces/default/destinationrules');
    expect(written.body.items).toEqual([]);
  } finally {
    await weir.stop();
  }
});

test('d: a person whom the cluster lets only look is told which permission is missing', async ({ page, demo }) => {
  const weir = await startWeir(demo.kubeconfig, ['--context', 'demo-viewer']);
  try {
    const graph = new GraphPage(page, weir.url);
    await graph.open();
    await graph.rightClick(STAFF);
    await page.getByRole('menuitem', { name: 'Actions' }).hover();
    const item = page.getByRole('menuitem', { name: /Weighted routing/ });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toContainText(/virtualservices/);
  } finally {
    await weir.stop();
  }
});
