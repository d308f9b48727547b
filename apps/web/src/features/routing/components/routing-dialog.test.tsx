import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { ApplyRequest, Intent, Plan, ServiceRouting } from '@weir/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryClient } from '../../../lib/query-client.ts';
import { stubDom } from '../../../lib/testing/dom.ts';
import { broken, type FakeServer, fakeServer, ok, problem } from '../../../lib/testing/fake-fetch.ts';
import { routingKey } from '../api/routing-queries.ts';
import {
  finding,
  ROUTE_ID,
  ROUTE_PATH,
  ROUTING_PATH,
  STAFF,
  staffGraph,
  staffPlan,
  staffRouting,
  unrouted,
} from '../testing/staff-routing.ts';
import { RoutingDialog, type RoutingDialogProps } from './routing-dialog.tsx';

const READ = `GET ${ROUTING_PATH}`;
const PLAN = `POST ${ROUTING_PATH}/plan`;
const APPLY = `POST ${ROUTING_PATH}/apply`;

beforeEach(stubDom);
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Setup {
  readonly routing?: ServiceRouting;
  readonly plan?: Plan;
  readonly props?: Partial<RoutingDialogProps>;
}

async function open({ routing = staffRouting(90, 10), plan = staffPlan(), props = {} }: Setup = {}) {
  const server = fakeServer({
    [READ]: () => ok(routing),
    [PLAN]: () => ok(plan),
    [APPLY]: () => ok({ applied: [{ ...plan.objects[0], operation: 'patch' }], historyId: null }),
    'GET /api/graph': () => ok(staffGraph(60, 40, 10)),
  });
  const client = createQueryClient();
  const told = { onPreview: vi.fn(), onClose: vi.fn() };
  const all: RoutingDialogProps = {
    service: STAFF,
    graph: staffGraph(90, 10),
    readOnlyReason: undefined,
    versionIndex: () => undefined,
    ...told,
    ...props,
  };
  const dialog = (change: Partial<RoutingDialogProps>) => (
    <QueryClientProvider client={client}>
      <RoutingDialog {...all} {...change} />
    </QueryClientProvider>
  );
  const view = render(dialog({}));
  await screen.findByRole('slider', { name: 'Share of safe' });
  return {
    server,
    ...told,
    update: (change: Partial<RoutingDialogProps>) => view.rerender(dialog(change)),
    /** The stream says that the service's routing changed. */
    tell: () => act(() => client.invalidateQueries({ queryKey: routingKey(STAFF) })),
  };
}

const type = (version: string, percent: string) => {
  const field = screen.getByRole('textbox', { name: `Share of ${version} in percent` });
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: percent } });
  fireEvent.blur(field);
};
const share = (version: string) =>
  Number(screen.getByRole('slider', { name: `Share of ${version}` }).getAttribute('aria-valuenow'));
const applyButton = () => screen.getByRole('button', { name: /^Apply/ });
const enabled = () => expect(applyButton().getAttribute('aria-disabled')).toBeNull();
const obstacle = () => applyButton().getAttribute('title');
const applied = (server: FakeServer) => server.asked(APPLY) as readonly ApplyRequest[];

describe('weighted routing', () => {
  it('W7: nothing is planned before a slider was moved, and the plan is made after it', async () => {
    const { server } = await open();
    expect(obstacle()).toMatch(/Move a slider/);
    expect(server.asked(PLAN)).toEqual([]);
    type('safe', '60');
    expect([share('safe'), share('risky')]).toEqual([60, 40]);
    await waitFor(enabled);
    expect(server.asked(PLAN)).toEqual([
      {
        kind: 'weights',
        changes: [
          {
            route: ROUTE_ID,
            weights: [
              { path: `${ROUTE_PATH}/route/0`, weight: 60 },
              { path: `${ROUTE_PATH}/route/1`, weight: 40 },
            ],
          },
        ],
      } satisfies Intent,
    ]);
  });

  it('W6: where nothing exists, creating it is planned at once', async () => {
    const { server } = await open({ routing: unrouted() });
    await waitFor(enabled);
    expect((server.asked(PLAN)[0] as Intent).changes[0]?.route).toBeNull();
    expect(applyButton().textContent).toBe('Apply 67 / 33');
  });

  it('W7: apply sends the intent with its note, what was seen, the digest and what was acknowledged', async () => {
    const asks = finding({ id: 'owner:custom', needsAcknowledgement: true });
    const { server } = await open({ plan: staffPlan({ findings: [asks] }) });
    type('safe', '60');
    await waitFor(() => expect(obstacle()).toMatch(/explicit choice/));
    fireEvent.click(applyButton());
    expect(applied(server)).toEqual([]);
    fireEvent.click(screen.getByRole('checkbox', { name: /Apply anyway/ }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Why' }), { target: { value: ' canary ' } });
    enabled();
    fireEvent.click(applyButton());
    await screen.findByRole('heading', { name: 'Settling to 60 / 40' });
    expect(applied(server)).toMatchObject([
      {
        intent: { kind: 'weights', note: 'canary' },
        expect: [{ kind: 'VirtualService', namespace: 'default', name: 'custom', resourceVersion: '7' }],
        digest: 'sha256:7',
        acknowledged: ['owner:custom'],
      },
    ]);
    expect(server.asked(PLAN)).toHaveLength(1);
  });

  it('W7: a blocking finding is in sight under every tab and cannot be applied over', async () => {
    const { server } = await open({ plan: staffPlan({ findings: [finding({ severity: 'error', blocking: true })] }) });
    type('safe', '60');
    await waitFor(() => expect(obstacle()).toMatch(/blocks/));
    expect(screen.getByText(/This blocks applying/)).toBeDefined();
    fireEvent.click(applyButton());
    expect(applied(server)).toEqual([]);
  });

  it.each([
    ['a refused dry run', staffPlan({ dryRun: { state: 'failed', detail: 'denied' } }), /refused the dry run/],
    ['nothing to write', staffPlan({ objects: [] }), /Nothing would change/],
    [
      'a missing permission',
      staffPlan({ permissions: [{ verb: 'patch', group: 'g', resource: 'r', namespace: 'n', allowed: false }] }),
      /may not write/,
    ],
  ])('W7: %s keeps the button back and says why', async (_name, plan, words) => {
    await open({ plan });
    type('safe', '60');
    await waitFor(() => expect(obstacle()).toMatch(words));
  });

  it('W16: read-only plans, says why it does not apply, and does not', async () => {
    const { server } = await open({ props: { readOnlyReason: 'Weir was started read-only.' } });
    type('safe', '60');
    await waitFor(() => expect(server.asked(PLAN)).toHaveLength(1));
    expect(obstacle()).toBe('Weir was started read-only.');
    fireEvent.click(applyButton());
    expect(applied(server)).toEqual([]);
  });

  it('W9: the preview on the graph follows the sliders, and is none while they stand where the cluster does', async () => {
    const { onPreview } = await open();
    expect(onPreview.mock.lastCall).toEqual([undefined]);
    type('safe', '60');
    expect([...((onPreview.mock.lastCall?.[0] ?? new Map()) as Map<string, number>)]).toEqual([
      ['svc/default/staff>app/default/staff@safe#http', 0.6],
      ['svc/default/staff>app/default/staff@risky#http', 0.4],
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
    expect(onPreview.mock.lastCall).toEqual([undefined]);
  });
});

describe('weighted routing that somebody else changes', () => {
  it('W8: the person is told before applying, and the weights stay on the sliders', async () => {
    const { server, tell } = await open();
    type('safe', '60');
    await waitFor(enabled);
    server.answer(READ, () => ok(staffRouting(75, 25, '8')));
    await tell();
    const notice = await screen.findByTestId('basis-changed');
    expect(
      within(notice)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['ChangedYou started fromNow in the cluster', 'safe9075', 'risky1025']);
    expect(share('safe')).toBe(60);
    // No plan is made on what the person has not decided about.
    expect(server.asked(PLAN)).toHaveLength(1);
    fireEvent.click(within(notice).getByRole('button', { name: 'Keep my weights' }));
    await waitFor(() => expect(server.asked(PLAN)).toHaveLength(2));
    expect(share('safe')).toBe(60);
    expect(screen.queryByTestId('basis-changed')).toBeNull();
  });

  it('W8: taking theirs puts their weights on the sliders', async () => {
    const { server, tell } = await open();
    type('safe', '60');
    server.answer(READ, () => ok(staffRouting(75, 25, '8')));
    await tell();
    fireEvent.click(await screen.findByRole('button', { name: 'Take theirs' }));
    expect([share('safe'), share('risky')]).toEqual([75, 25]);
    expect(obstacle()).toMatch(/Move a slider/);
  });

  it('W8: applying without deciding is refused, and shows field by field what changed and by whom', async () => {
    const { server } = await open();
    type('safe', '60');
    await waitFor(enabled);
    const object = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      namespace: 'default',
      name: 'custom',
    };
    const changed = [
      { object, path: `${ROUTE_PATH}/route/0/weight`, before: 90, after: 75, manager: 'kubectl', time: null },
    ];
    const rebased = staffPlan({}, '8');
    server.answer(APPLY, () => problem(409, 'routing-changed', 'x', { changed, weightsTouched: true, plan: rebased }));
    fireEvent.click(applyButton());
    const conflict = await screen.findByTestId('routing-conflict');
    expect(within(conflict).getByRole('heading').textContent).toBe('Changed by kubectl');
    expect(within(conflict).getAllByRole('row')[1]?.textContent).toBe(`safe${ROUTE_PATH}/route/0/weight907560`);
    server.answer(APPLY, () => ok({ applied: [], historyId: null }));
    fireEvent.click(within(conflict).getByRole('button', { name: 'Apply 60 / 40 on top' }));
    await screen.findByRole('heading', { name: 'Settling to 60 / 40' });
    expect(applied(server)[1]).toMatchObject({ digest: 'sha256:8', expect: [{ resourceVersion: '8' }] });
  });

  it('W8: a plan on top that blocks cannot be applied either', async () => {
    const { server } = await open();
    type('safe', '60');
    await waitFor(enabled);
    const plan = staffPlan({ findings: [finding({ blocking: true, severity: 'error' })] }, '8');
    server.answer(APPLY, () => problem(409, 'routing-changed', 'x', { changed: [], weightsTouched: false, plan }));
    fireEvent.click(applyButton());
    const conflict = await screen.findByTestId('routing-conflict');
    const onTop = within(conflict).getByRole('button', { name: /on top/ });
    expect(onTop.getAttribute('title')).toMatch(/blocks/);
    fireEvent.click(onTop);
    expect(applied(server)).toHaveLength(1);
  });

  it('W8: a change that leaves the weights alone is taken over silently, and the plan is made anew', async () => {
    const { server, tell } = await open();
    type('safe', '60');
    await waitFor(enabled);
    server.answer(READ, () => ok(staffRouting(90, 10, '8')));
    server.answer(PLAN, () => ok(staffPlan({}, '8')));
    await tell();
    expect(await screen.findByText(/changed while this dialog was open/)).toBeDefined();
    await waitFor(() => expect(server.asked(PLAN)).toHaveLength(2));
    await waitFor(enabled);
    fireEvent.click(applyButton());
    await screen.findByRole('heading', { name: /Settling/ });
    expect(applied(server)[0]).toMatchObject({ digest: 'sha256:8' });
  });

  it('W8: untouched sliders follow the cluster', async () => {
    const { server, tell } = await open();
    server.answer(READ, () => ok(staffRouting(75, 25, '8')));
    await tell();
    await waitFor(() => expect(share('safe')).toBe(75));
    expect(screen.queryByTestId('basis-changed')).toBeNull();
  });
});

describe('weighted routing when things go away', () => {
  it('U8: the service disappears: the dialog says so, keeps the input, and goes on when it is back', async () => {
    const { server, tell } = await open();
    type('safe', '60');
    await waitFor(enabled);
    server.answer(READ, () => problem(404, 'not-found', 'There is no Service default/staff.'));
    await tell();
    expect(await screen.findByText(/is not in default any more/)).toBeDefined();
    expect(share('safe')).toBe(60);
    expect(obstacle()).toMatch(/not there any more/);
    server.answer(READ, () => ok(staffRouting(90, 10)));
    await tell();
    await waitFor(() => expect(screen.queryByText(/is not in default any more/)).toBeNull());
    expect(share('safe')).toBe(60);
    enabled();
  });

  it('U8: the connection is lost: the dialog says since when and keeps the input', async () => {
    const { update } = await open();
    type('safe', '60');
    update({ lostSinceMs: Date.now() });
    expect(screen.getByText(/No connection since/)).toBeDefined();
    expect(share('safe')).toBe(60);
  });

  it('W7: without an answer to apply nothing is claimed about what was written', async () => {
    const { server } = await open();
    type('safe', '60');
    await waitFor(enabled);
    server.answer(APPLY, broken);
    fireEvent.click(applyButton());
    expect(await screen.findByText(/Whether the change was written is not known/)).toBeDefined();
    expect(share('safe')).toBe(60);
    // The failure is about these weights: it goes when they do.
    type('safe', '50');
    await waitFor(() => expect(screen.queryByText(/is not known/)).toBeNull());
  });

  it('W6: a change applied in part is told in its own words', async () => {
    const { server } = await open();
    type('safe', '60');
    await waitFor(enabled);
    server.answer(APPLY, () =>
      problem(502, 'partly-applied', 'The rule stays.', {
        notDone: 'Not written: the routes.',
        remedy: 'Apply again.',
      }),
    );
    fireEvent.click(applyButton());
    expect((await screen.findByRole('alert')).textContent).toContain(
      'The rule stays. Not written: the routes. Apply again.',
    );
  });
});

describe('weighted routing afterwards', () => {
  it('W15: back to the weights of before: one look at the plan, one click', async () => {
    const { server } = await open();
    type('safe', '60');
    await waitFor(enabled);
    fireEvent.click(applyButton());
    await screen.findByRole('heading', { name: 'Settling to 60 / 40' });
    server.answer(READ, () => ok(staffRouting(60, 40, '8')));
    server.answer(PLAN, () => ok(staffPlan({}, '8')));
    fireEvent.click(screen.getByRole('button', { name: 'Back to 90 / 10' }));
    await waitFor(() => expect(share('safe')).toBe(90));
    await waitFor(enabled);
    expect(applyButton().textContent).toBe('Apply 90 / 10');
    fireEvent.click(applyButton());
    await screen.findByRole('heading', { name: 'Settling to 90 / 10' });
  });

  it('W15: back also where routing was created from nothing', async () => {
    const { server } = await open({ routing: unrouted() });
    type('safe', '90');
    await waitFor(enabled);
    fireEvent.click(applyButton());
    await screen.findByRole('heading', { name: 'Settling to 90 / 10' });
    server.answer(READ, () => ok(staffRouting(90, 10, '8')));
    fireEvent.click(screen.getByRole('button', { name: 'Back to 67 / 33' }));
    await waitFor(() => expect([share('safe'), share('risky')]).toEqual([67, 33]));
    await waitFor(enabled);
    expect((server.asked(PLAN).at(-1) as Intent).changes[0]).toMatchObject({
      route: ROUTE_ID,
      weights: [{ weight: 67 }, { weight: 33 }],
    });
  });

  it('W15: no verdict before the shortest window holds nothing older than the change', async () => {
    const { server } = await open();
    type('safe', '60');
    await waitFor(enabled);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    fireEvent.click(applyButton());
    await screen.findByRole('heading', { name: /Settling/ });
    const verdict = () => screen.getByTestId('settling-verdict').textContent;
    expect(verdict()).toMatch(/No verdict yet/);
    await waitFor(() => expect(server.asked('GET /api/graph').length).toBeGreaterThan(0));
    expect(verdict()).toMatch(/No verdict yet/);
    expect(within(screen.getByTestId('settling-table')).getAllByText('–').length).toBeGreaterThan(4);
  });
});
