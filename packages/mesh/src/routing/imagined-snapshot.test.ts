import { expect, it } from 'vitest';
import { imagine } from './imagined-snapshot.ts';
import { drafted, plan } from './testing/drafts.ts';
import { CANARY_RULE, CANARY_VIRTUAL_SERVICE, ROUTE, staffSnapshot } from './testing/fixtures.ts';

it('created objects are the youngest of all, and slices that the plan does not touch keep their identity', () => {
  const before = staffSnapshot([]);
  const draft = drafted(plan(before, null, [{ version: 'safe', weight: 1 }]));
  const after = imagine(before, draft.objects);
  const created = after.slices.get('default')?.virtualservices.get('fleetman-staff-service');
  expect(created?.metadata.creationTimestamp).toBe('9999-12-31T23:59:59Z');
  expect(after.slices.get('shop')).toBe(before.slices.get('shop'));
  expect(after.slices.get('default')?.pods).toBe(before.slices.get('default')?.pods);
});

it('edited objects keep their age', () => {
  const before = staffSnapshot([CANARY_VIRTUAL_SERVICE, CANARY_RULE]);
  const draft = drafted(
    plan(before, ROUTE.others, [
      { version: 'safe', weight: 1 },
      { version: 'risky', weight: 1 },
    ]),
  );
  const edited = imagine(before, draft.objects).slices.get('default')?.virtualservices.get('custom-routing-rules');
  expect(edited?.metadata.creationTimestamp).toBe('2024-01-01T00:00:00Z');
});
