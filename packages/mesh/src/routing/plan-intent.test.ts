import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { cloneJson, recordOf } from './json.ts';
import { planIntent } from './plan-intent.ts';
import { expectationsOf } from './plan-types.ts';
import { readRouting } from './read-routing.ts';
import { CONTEXT, drafted, plan, refused } from './testing/drafts.ts';
import {
  CANARY_RULE,
  CANARY_VIRTUAL_SERVICE,
  objects,
  pod,
  ROUTE,
  STAFF,
  STAFF_HOST,
  STICKY_RULE,
  STICKY_VIRTUAL_SERVICE,
  staffSnapshot,
} from './testing/fixtures.ts';

const canary = () => staffSnapshot([CANARY_VIRTUAL_SERVICE, CANARY_RULE, STICKY_RULE]);
const sticky = () => staffSnapshot([STICKY_VIRTUAL_SERVICE, STICKY_RULE]);
const seventyThirty = [
  { subset: 'safe-group', weight: 70 },
  { subset: 'risky-group', weight: 30 },
];

describe("the mission's canary, 90/10 to 70/30", () => {
  it('W5: an edit patches exactly the weights, after the guard', () => {
    const draft = drafted(plan(canary(), ROUTE.others, seventyThirty));
    expect(
      draft.objects.map(({ kind, name, operation, resourceVersion, patch }) => ({
        kind,
        name,
        operation,
        resourceVersion,
        patch,
      })),
    ).toEqual([
      {
        kind: 'VirtualService',
        name: 'custom-routing-rules',
        operation: 'patch',
        resourceVersion: '200',
        patch: [
          { op: 'replace', path: '/metadata/resourceVersion', value: '200' },
          { op: 'add', path: '/spec/http/1/route/0/weight', value: 70 },
          { op: 'add', path: '/spec/http/1/route/1/weight', value: 30 },
        ],
      },
    ]);
  });

  it('W5: applying the patch to the object changes nothing but the weights', () => {
    const [object] = objects(CANARY_VIRTUAL_SERVICE, 200);
    const [planned] = drafted(plan(canary(), ROUTE.others, seventyThirty)).objects;
    const patched = cloneJson(object);
    expect(applyPatch(patched, planned?.patch as Operation[])).toEqual([null, null, null]);
    const back = [
      { op: 'replace', path: '/spec/http/1/route/0/weight', value: 90 },
      { op: 'replace', path: '/spec/http/1/route/1/weight', value: 10 },
    ];
    expect(patched).not.toEqual(object);
    applyPatch(patched, back as Operation[]);
    expect(patched).toEqual(object);
  });

  it('W7: shows both objects whole, and a diff of two changed lines', () => {
    const [planned] = drafted(plan(canary(), ROUTE.others, seventyThirty)).objects;
    const changed = planned?.diff
      .filter((line) => line.kind !== 'same')
      .map(({ kind, text }) => `${kind} ${text.trim()}`);
    expect(changed).toEqual(['remove weight: 90', 'add weight: 70', 'remove weight: 10', 'add weight: 30']);
    expect(planned?.diff.some(({ text }) => /managedFields|resourceVersion|creationTimestamp/.test(text))).toBe(false);
    expect(recordOf(planned?.before).metadata).not.toHaveProperty('managedFields');
    expect(recordOf(recordOf(planned?.before).spec).futureField).toEqual({ kept: true });
  });

  it('W7: tells the effect by version, with requests per second where they are known', () => {
    const draft = drafted(plan(canary(), ROUTE.others, seventyThirty, STAFF, { ...CONTEXT, ratePerSecond: 4 }));
    expect(draft.effect.map((row) => [row.version, row.shareBefore, row.shareAfter, row.readyPods])).toEqual([
      ['safe', 0.9, 0.7, 2],
      ['risky', 0.1, 0.3, 1],
    ]);
    expect(draft.effect.map((row) => row.perSecondAfter)).toEqual([4 * 0.7, 4 * 0.3]);
    const unknown = drafted(plan(canary(), ROUTE.others, seventyThirty));
    expect(unknown.effect.map((row) => row.perSecondBefore)).toEqual([null, null]);
  });

  it('W7: names the permissions for a live read and the write of each object', () => {
    expect(drafted(plan(canary(), ROUTE.others, seventyThirty)).permissions).toEqual([
      { verb: 'get', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'default' },
      { verb: 'patch', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'default' },
    ]);
  });

  it('W8: expects the versions that the person saw', () => {
    expect(expectationsOf(drafted(plan(canary(), ROUTE.others, seventyThirty)))).toEqual([
      {
        apiVersion: 'networking.istio.io/v1alpha3',
        kind: 'VirtualService',
        namespace: 'default',
        name: 'custom-routing-rules',
        resourceVersion: '200',
      },
    ]);
  });

  it('is reproducible: the same snapshot and intent give the same draft', () => {
    expect(plan(canary(), ROUTE.others, seventyThirty)).toEqual(plan(canary(), ROUTE.others, seventyThirty));
  });

  it('writes only weights that change, and nothing at all for the present ones', () => {
    const one = drafted(
      plan(canary(), ROUTE.others, [
        { version: 'safe', weight: 90 },
        { version: 'risky', weight: 20 },
      ]),
    );
    expect(one.objects[0]?.patch.slice(1)).toEqual([{ op: 'add', path: '/spec/http/1/route/1/weight', value: 20 }]);
    expect(one.notes).toEqual([
      'The weights of /spec/http/1 in custom-routing-rules add up to 100 now and to 110 afterwards.',
    ]);
    const none = drafted(
      plan(canary(), ROUTE.others, [
        { path: '/spec/http/1/route/0', weight: 90 },
        { path: '/spec/http/1/route/1', weight: 10 },
      ]),
    );
    expect(none).toMatchObject({ objects: [], findings: [], permissions: [] });
    expect(none.notes).toHaveLength(1);
  });

  it('changes several routes of one object by one patch with one guard', () => {
    const draft = drafted(
      planIntent(
        canary(),
        STAFF,
        {
          kind: 'weights',
          changes: [
            {
              route: ROUTE.testers,
              weights: [
                { version: 'risky', weight: 50 },
                { version: 'safe', weight: 50 },
              ],
            },
            { route: ROUTE.others, weights: seventyThirty },
          ],
        },
        CONTEXT,
      ),
    );
    expect(draft.objects).toHaveLength(1);
    expect(draft.objects[0]?.patch.map(({ path }) => path)).toEqual([
      '/metadata/resourceVersion',
      '/spec/http/0/route/0/weight',
      '/spec/http/0/route/-',
      '/spec/http/1/route/0/weight',
      '/spec/http/1/route/1/weight',
    ]);
  });
});

describe('destinations that are added', () => {
  it('W5: an added destination keeps the host style of its sibling', () => {
    const draft = drafted(
      plan(canary(), ROUTE.testers, [
        { subset: 'risky-group', weight: 50 },
        { version: 'safe', weight: 50 },
      ]),
    );
    expect(draft.objects[0]?.patch.slice(1)).toEqual([
      { op: 'add', path: '/spec/http/0/route/0/weight', value: 50 },
      {
        op: 'add',
        path: '/spec/http/0/route/-',
        value: { destination: { host: 'fleetman-staff-service', subset: 'safe-group' }, weight: 50 },
      },
    ]);
  });

  it('W5: splitting a single destination clones its port, headers and unknown fields onto each part', () => {
    const yaml = STICKY_VIRTUAL_SERVICE.replace(
      'subset: all-staff-service-pods}',
      'port: {number: 8080}}\n      headers: {request: {set: {x-a: b}}}\n      future: 1',
    );
    const draft = drafted(
      plan(staffSnapshot([yaml, CANARY_RULE]), ROUTE.testers, [
        { path: '/spec/http/0/route/0', weight: 0 },
        { version: 'safe', weight: 90 },
        { version: 'risky', weight: 10 },
      ]),
    );
    const entry = (subset: string, weight: number) => ({
      destination: { host: STAFF_HOST, port: { number: 8080 }, subset },
      headers: { request: { set: { 'x-a': 'b' } } },
      future: 1,
      weight,
    });
    expect(draft.objects[0]?.patch.slice(1)).toEqual([
      { op: 'add', path: '/spec/http/0/route/0/weight', value: 0 },
      { op: 'add', path: '/spec/http/0/route/-', value: entry('safe-group', 90) },
      { op: 'add', path: '/spec/http/0/route/-', value: entry('risky-group', 10) },
    ]);
  });

  it('header rules that differ between siblings are not cloned, and that is told', () => {
    const third = pod('staff-v3', 1, { app: 'staff-service', version: 'v3' });
    const draft = drafted(
      plan(staffSnapshot([CANARY_VIRTUAL_SERVICE, CANARY_RULE], [third]), ROUTE.others, [
        { version: 'safe', weight: 80 },
        { version: 'risky', weight: 10 },
        { version: 'v3', weight: 10 },
      ]),
    );
    const added = draft.objects[1]?.patch.at(-1)?.value;
    expect(added).toEqual({ destination: { host: STAFF_HOST, subset: 'v3' }, weight: 10 });
    expect(draft.notes.join()).toContain('differ in their header rules');
  });

  it('W6: an existing DestinationRule gets only the missing subsets, appended, and comes first', () => {
    const draft = drafted(
      plan(sticky(), ROUTE.testers, [
        { subset: 'all-staff-service-pods', weight: 0 },
        { version: 'safe', weight: 70 },
        { version: 'risky', weight: 30 },
      ]),
    );
    expect(draft.objects.map(({ kind }) => kind)).toEqual(['DestinationRule', 'VirtualService']);
    expect(draft.objects[0]?.patch).toEqual([
      { op: 'replace', path: '/metadata/resourceVersion', value: '300' },
      { op: 'add', path: '/spec/subsets/-', value: { name: 'safe', labels: { version: 'safe' } } },
      { op: 'add', path: '/spec/subsets/-', value: { name: 'risky', labels: { version: 'risky' } } },
    ]);
    expect(draft.effect.map((row) => [row.version, row.shareBefore, row.shareAfter])).toEqual([
      ['risky', 1 / 3, 0.3],
      ['safe', 2 / 3, 0.7],
    ]);
  });

  it('W6: a rule without any subsets gets the list', () => {
    const rule = STICKY_RULE.slice(0, STICKY_RULE.indexOf('  subsets:'));
    const bare = STICKY_VIRTUAL_SERVICE.replace(', subset: all-staff-service-pods', '');
    const draft = drafted(
      plan(staffSnapshot([bare, rule]), ROUTE.testers, [
        { path: '/spec/http/0/route/0', weight: 0 },
        { version: 'safe', weight: 1 },
      ]),
    );
    expect(draft.objects[0]?.patch[1]).toEqual({
      op: 'add',
      path: '/spec/subsets',
      value: [{ name: 'safe', labels: { version: 'safe' } }],
    });
  });
});

describe('refusals', () => {
  const cases: [string, string | null, Parameters<typeof plan>[2], string, RegExp][] = [
    [
      'all weights 0',
      ROUTE.others,
      [
        { version: 'safe', weight: 0 },
        { version: 'risky', weight: 0 },
      ],
      'invalid-request',
      /All weights/,
    ],
    [
      'a destination left out',
      ROUTE.others,
      [{ version: 'safe', weight: 100 }],
      'invalid-request',
      /route\/1 \(risky-group\)/,
    ],
    [
      'a destination twice',
      ROUTE.others,
      [
        { version: 'safe', weight: 50 },
        { subset: 'safe-group', weight: 50 },
      ],
      'ambiguous-destination',
      /twice/,
    ],
    [
      'an unknown path',
      ROUTE.others,
      [{ path: '/spec/http/0/route/0', weight: 1 }],
      'invalid-request',
      /is not a destination/,
    ],
    ['an unknown subset', ROUTE.others, [{ subset: 'nope', weight: 1 }], 'invalid-request', /has a subset "nope"/],
    ['an unknown version', ROUTE.others, [{ version: 'nope', weight: 1 }], 'invalid-request', /No version "nope"/],
    [
      'an unknown route',
      'VirtualService/default/gone/spec/http/0',
      [{ version: 'safe', weight: 1 }],
      'not-found',
      /no longer exists/,
    ],
    ['a fraction', ROUTE.others, [{ version: 'safe', weight: 0.5 }], 'invalid-request', /whole number/],
    [
      'a second VirtualService for the host',
      null,
      [{ version: 'safe', weight: 1 }],
      'invalid-request',
      /already routes/,
    ],
  ];
  it.each(cases)('refuses %s', (_, route, weights, code, words) => {
    const refusal = refused(plan(canary(), route, weights));
    expect(refusal.code).toBe(code);
    expect(refusal.detail).toMatch(words);
    expect(refusal.remedy).not.toBe('');
  });

  it('refuses a version that several destinations of the route stand for', () => {
    const yaml = CANARY_VIRTUAL_SERVICE.replace(
      'subset: risky-group}\n      weight: 10',
      'subset: safe-group, port: {number: 8080}}\n      weight: 10',
    );
    expect(refused(plan(staffSnapshot([yaml, CANARY_RULE]), ROUTE.others, [{ version: 'safe', weight: 1 }])).code).toBe(
      'ambiguous-destination',
    );
  });

  it('refuses a new version with several subsets of its own', () => {
    const rule = CANARY_RULE.replace('  subsets:\n', '  subsets:\n  - {name: twin, labels: {version: safe}}\n');
    const refusal = refused(
      plan(
        staffSnapshot([STICKY_VIRTUAL_SERVICE.replace('all-staff-service-pods', 'risky-group'), rule]),
        ROUTE.testers,
        [
          { subset: 'risky-group', weight: 1 },
          { version: 'safe', weight: 1 },
        ],
      ),
    );
    expect(refusal).toMatchObject({
      code: 'ambiguous-destination',
      detail: 'The version safe has several subsets: twin, safe-group.',
    });
  });

  it('refuses two changes of one route, a missing service, and a service that can not be split', () => {
    const change = { route: ROUTE.others, weights: seventyThirty };
    expect(
      refused(planIntent(canary(), STAFF, { kind: 'weights', changes: [change, change] }, CONTEXT)).detail,
    ).toMatch(/twice/);
    expect(
      refused(plan(canary(), null, [{ version: 'safe', weight: 1 }], { namespace: 'default', name: 'gone' })).code,
    ).toBe('not-found');
    const noIstio = staffSnapshot([], [], { absentKinds: new Set(['virtualservices']) });
    expect(refused(plan(noIstio, null, [{ version: 'safe', weight: 1 }])).detail).toMatch(/Install Istio/);
  });
});

describe('W8: planning again is the rebase', () => {
  it('keeps what somebody else changed beside the weights', () => {
    const newer = staffSnapshot([CANARY_VIRTUAL_SERVICE.replace('timeout: 3s', 'timeout: 5s'), CANARY_RULE]);
    const [planned] = drafted(plan(newer, ROUTE.others, seventyThirty)).objects;
    expect(planned?.patch).toHaveLength(3);
    expect(JSON.stringify(planned?.after)).toContain('"timeout":"5s"');
    expect(readRouting(newer, STAFF)?.routes[1]?.destinations.map(({ weight }) => weight)).toEqual([90, 10]);
  });
});
