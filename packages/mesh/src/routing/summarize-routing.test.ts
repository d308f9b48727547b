import { describe, expect, it } from 'vitest';
import type { Service } from '../resources/core.ts';
import { withObject } from '../snapshot/build-snapshot.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { summarizeRouting } from './summarize-routing.ts';
import { CANARY_RULE, CANARY_VIRTUAL_SERVICE, objects, pod, STAFF, staffSnapshot } from './testing/fixtures.ts';

function staff(snapshot: Snapshot): Service {
  const service = snapshot.slices.get(STAFF.namespace)?.services.get(STAFF.name);
  if (service === undefined) throw new Error('no such service');
  return service;
}
const summary = (snapshot: Snapshot) => summarizeRouting(snapshot, staff(snapshot));

/** The snapshot after an event: one object of one namespace is new. */
function after(
  snapshot: Snapshot,
  kind: Parameters<typeof withObject>[1],
  object: Parameters<typeof withObject>[3],
  where = 'default',
): Snapshot {
  const slice = snapshot.slices.get(where);
  if (slice === undefined || object === undefined) throw new Error('no such namespace');
  const slices = new Map(snapshot.slices).set(where, withObject(slice, kind, object.metadata.name, object));
  return { ...snapshot, revision: snapshot.revision + 1, slices };
}

describe('W1: what the menu needs', () => {
  it('the shares that are set on the default route, and the object that sets them', () => {
    expect(summary(staffSnapshot([CANARY_VIRTUAL_SERVICE, CANARY_RULE]))).toEqual({
      possible: true,
      configured: true,
      routes: 2,
      split: [
        { version: 'safe', share: 0.9 },
        { version: 'risky', share: 0.1 },
      ],
      object: 'VirtualService default/custom-routing-rules',
    });
  });

  it('the shares by ready pods where nothing is set', () => {
    expect(summary(staffSnapshot([]))).toEqual({
      possible: true,
      configured: false,
      routes: 0,
      split: [
        { version: 'risky', share: 1 / 3 },
        { version: 'safe', share: 2 / 3 },
      ],
    });
  });

  it('the reason when it is not possible', () => {
    const none = staffSnapshot([], [], { absentKinds: new Set(['virtualservices']) });
    expect(summary(none)).toMatchObject({ possible: false, reason: expect.stringContaining('Istio') });
  });
});

describe('is kept while nothing that concerns the service changed', () => {
  const start = staffSnapshot([CANARY_VIRTUAL_SERVICE, CANARY_RULE]);
  const [other] = objects(
    '{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: other, namespace: shop}, spec: {hosts: [cart], http: []}}',
  );
  const [weights] = objects(CANARY_VIRTUAL_SERVICE.replace('weight: 90', 'weight: 30'), 300);
  const [sidecar] = objects(
    '{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: default, namespace: shop}, spec: {}}',
  );

  it('a new pod elsewhere, or another VirtualService, keeps it', () => {
    const first = summary(start);
    expect(summary(after(start, 'pods', pod('cart', 1, {}, { namespace: 'shop' }), 'shop'))).toBe(first);
    expect(summary(after(start, 'virtualservices', other, 'shop'))).toBe(first);
  });

  it.each([
    [
      'a pod of its own',
      () => after(start, 'pods', pod('staff-service', 3, { app: 'staff-service', version: 'safe' })),
    ],
    ['new weights', () => after(start, 'virtualservices', weights)],
    ['a Sidecar, which limits what callers see', () => after(start, 'sidecars', sidecar, 'shop')],
  ])('%s renews it', (_, next) => {
    const first = summary(start);
    expect(summary(start)).toBe(first);
    expect(summary(next())).not.toBe(first);
  });

  it('renewed, it tells the new shares', () => {
    expect(summary(after(start, 'virtualservices', weights)).split[0]?.share).toBe(0.75);
  });
});
