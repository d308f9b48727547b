import type { Graph, Session } from '@weir/shared';
import { GraphPage } from '../pages/graph-page.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expect, test } from '../support/fixtures.ts';
import { ask, post } from '../support/http.ts';
import { RISKY, SAFE, STAFF } from '../support/objects.ts';
import { until } from '../support/until.ts';
import { startDemo, startWeir, untilReady } from '../support/weir.ts';

const SPLIT = {
  kind: 'weights',
  changes: [
    {
      route: null,
      weights: [
        { version: 'safe', weight: 90 },
        { version: 'risky', weight: 10 },
      ],
    },
  ],
};
/** How often Weir asks the cluster what it serves, and some patience. */
const RECHECK_MS = 30_000 + 10_000;

test('a cluster without Istio is shown all the same, says what is missing, and is Istio’s once the kinds come', async ({
  page,
}) => {
  const demo = await startDemo(['--without-istio']);
  const weir = await startWeir(demo.kubeconfig);
  try {
    await untilReady(weir);
    const session = async () => (await ask(`${weir.url}/api/session`)).body as Session;
    const before = await session();
    expect(before.features.istio).toBe(false);
    expect(before.features.istioDetail).toMatch(/does not serve Istio's routing kinds/);
    const graph = (await ask(`${weir.url}/api/graph`)).body as Graph;
    expect(graph.warnings.map((warning) => warning.code)).toContain('kind-not-served');

    const view = new GraphPage(page, weir.url);
    await view.open();
    await expect(page.getByText(/does not serve Istio's routing kinds/).first()).toBeVisible();
    await expect(view.node(SAFE)).toBeAttached();
    await expect(view.node(RISKY)).toBeAttached();
    await view.rightClick(STAFF);
    const item = page.getByRole('menuitem', { name: /Weighted routing/ });
    await page.getByRole('menuitem', { name: 'Actions' }).hover();
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toContainText(/does not serve Istio/);

    const routing = `${weir.url}/api/services/default/fleetman-staff-service/routing`;
    expect((await ask(routing)).body).toMatchObject({ possible: false, routes: [] });
    expectProblem(await post(`${routing}/plan`, SPLIT), 'not-found', /does not serve Istio's routing kinds/);

    // The kinds come, and nobody restarts Weir.
    demo.running.process.kill('SIGUSR2');
    const after = await until(session, ({ features }) => features.istio, RECHECK_MS);
    expect(after.features.istioDetail).toBe('The cluster serves networking.istio.io/v1.');
    expect((await post(`${routing}/plan`, SPLIT)).status).toBe(200);
    await view.open();
    const dialog = await view.openWeightedRouting(STAFF);
    await expect(dialog.slider('safe')).toBeVisible();
  } finally {
    await weir.stop();
    await demo.stop();
  }
});
