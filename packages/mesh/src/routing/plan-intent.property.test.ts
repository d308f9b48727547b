import fc from 'fast-check';
import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it, vi } from 'vitest';
import type { KubernetesObject } from '../resources/metadata.ts';
import { buildSnapshot } from '../snapshot/build-snapshot.ts';
import { cloneJson, type JsonRecord, listOf, recordOf } from './json.ts';
import { planIntent } from './plan-intent.ts';
import { readRouting } from './read-routing.ts';
import { summarizeRouting } from './summarize-routing.ts';
import { CONTEXT, drafted, plan } from './testing/drafts.ts';
import { CANARY_RULE, objects, pod, STAFF, STAFF_HOST, STAFF_PODS, STAFF_SERVICE } from './testing/fixtures.ts';

// Many runs on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SUBSETS = ['safe-group', 'risky-group', 'v3-group', 'v4-group'] as const;
const RULE = CANARY_RULE.replace(
  '  subsets:\n',
  '  subsets:\n  - {name: v3-group, labels: {version: v3}}\n  - {name: v4-group, labels: {version: v4}}\n',
);
const MORE_PODS = [
  pod('staff-v3', 1, { app: 'staff-service', version: 'v3' }),
  pod('staff-v4', 1, { app: 'staff-service', version: 'v4' }),
];

/** JSON of any shape, under names that Weir has no type for. */
const extra = fc.dictionary(
  fc.string({ maxLength: 8 }).map((name) => `x-${name}`),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 3 },
);

const destination = (subset: string) =>
  fc
    .record(
      {
        host: fc.constantFrom(STAFF_HOST, 'fleetman-staff-service'),
        port: fc.constant({ number: 8080 }),
        more: extra,
        beside: extra,
        weight: fc.nat({ max: 1000 }),
      },
      { requiredKeys: ['host', 'more', 'beside'] },
    )
    .map(({ host, port, more, beside, weight }) => ({
      ...beside,
      destination: { ...more, host, subset, ...(port === undefined ? {} : { port }) },
      ...(weight === undefined ? {} : { weight }),
    }));

const route = fc
  .record({ subsets: fc.subarray([...SUBSETS], { minLength: 1 }), more: extra, header: fc.boolean() })
  .chain(({ subsets, more, header }) =>
    fc.tuple(...subsets.map(destination)).map(
      (entries): JsonRecord => ({
        ...more,
        ...(header ? { match: [{ headers: { 'x-tester': { exact: 'yes' } } }] } : {}),
        route: entries,
      }),
    ),
  );

const virtualService = fc
  .record({
    http: fc.array(route, { minLength: 1, maxLength: 4 }),
    more: extra,
    annotations: fc.dictionary(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), { maxKeys: 3 }),
  })
  .map(({ http, more, annotations }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'any', namespace: 'default', resourceVersion: '7', annotations },
    spec: { ...more, hosts: [STAFF_HOST], http },
  }));

const snapshotWith = (object: unknown) =>
  buildSnapshot([...objects(STAFF_SERVICE), ...objects(RULE), ...STAFF_PODS, ...MORE_PODS, object as KubernetesObject]);

const routeAt = (object: { spec: { http: readonly JsonRecord[] } }, index: number): JsonRecord =>
  recordOf(object.spec.http[index]);

/** An object, one of its routes, and new weights for all of its destinations, one of them above 0. */
const edit = virtualService.chain((object) =>
  fc.nat({ max: object.spec.http.length - 1 }).chain((index) => {
    const count = listOf(routeAt(object, index).route).length;
    return fc
      .array(fc.nat({ max: 1000 }), { minLength: count, maxLength: count })
      .filter((weights) => weights.some((weight) => weight > 0))
      .map((weights) => ({ object, index, weights }));
  }),
);

const idOf = (index: number): string => `VirtualService/default/any/spec/http/${index}`;

describe('W5: arbitrary VirtualServices', () => {
  it('plan, apply, read back: the weights are as asked and everything else is as it was', () => {
    fc.assert(
      fc.property(edit, ({ object, index, weights }) => {
        const draft = drafted(
          plan(
            snapshotWith(object),
            idOf(index),
            weights.map((weight, at) => ({ path: `/spec/http/${index}/route/${at}`, weight })),
          ),
        );
        const patched = cloneJson(object);
        for (const planned of draft.objects) {
          const results = applyPatch(patched, planned.patch as Operation[]);
          expect(results.every((result) => result === null)).toBe(true);
          expect(planned.after).toEqual(patched);
        }
        const after = readRouting(snapshotWith(patched), STAFF)?.routes.find(({ id }) => id === idOf(index));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const shares = weights.length === 1 ? [1] : weights.map((weight) => weight / total);
        expect(after?.destinations.map(({ share }) => share)).toEqual(shares);
        // Put the old weights back by hand: nothing else may have moved.
        const restored = cloneJson(patched);
        listOf(routeAt(restored, index).route).forEach((entry, at) => {
          const written = recordOf(listOf(routeAt(object, index).route)[at]).weight;
          if (written === undefined) delete (entry as { weight?: unknown }).weight;
          else (entry as { weight?: unknown }).weight = written;
        });
        expect(restored).toEqual(object);
      }),
      { numRuns: 100 },
    );
  });

  it('the plan of the present weights is empty', () => {
    fc.assert(
      fc.property(edit, ({ object, index }) => {
        const entries = listOf(routeAt(object, index).route).map(recordOf);
        const present = entries.map(({ weight }) =>
          typeof weight === 'number' ? weight : entries.length === 1 ? 100 : 0,
        );
        fc.pre(present.some((weight) => weight > 0));
        const weights = present.map((weight, at) => ({ path: `/spec/http/${index}/route/${at}`, weight }));
        expect(drafted(plan(snapshotWith(object), idOf(index), weights)).objects).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('adding the missing versions appends them and keeps everything that was there', () => {
    fc.assert(
      fc.property(edit, ({ object, index, weights }) => {
        const present = listOf(routeAt(object, index).route).map(
          (entry) => recordOf(recordOf(entry).destination).subset,
        );
        const missing = SUBSETS.filter((subset) => !present.includes(subset));
        const draft = drafted(
          plan(snapshotWith(object), idOf(index), [
            ...weights.map((weight, at) => ({ path: `/spec/http/${index}/route/${at}`, weight })),
            ...missing.map((subset, at) => ({ subset, weight: at + 1 })),
          ]),
        );
        const after = missing.length === 0 ? undefined : recordOf(draft.objects[0]?.after);
        fc.pre(after !== undefined);
        const routes = listOf(recordOf(after?.spec).http).map(recordOf);
        const strip = (entry: unknown) => ({ ...recordOf(entry), weight: null });
        const entries = listOf(routes[index]?.route);
        expect(entries.slice(0, present.length).map(strip)).toEqual(listOf(routeAt(object, index).route).map(strip));
        expect(entries.slice(present.length).map((entry) => recordOf(recordOf(entry).destination).subset)).toEqual([
          ...missing,
        ]);
        expect(entries.map((entry) => recordOf(entry).weight ?? 0)).toEqual([
          ...weights,
          ...missing.map((_, at) => at + 1),
        ]);
        expect({ ...routes[index], route: null }).toEqual({ ...routeAt(object, index), route: null });
        expect(routes.filter((_, at) => at !== index)).toEqual(object.spec.http.filter((_, at) => at !== index));
      }),
      { numRuns: 100 },
    );
  });
});

describe('S4: malformed routing objects', () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const loose = fc.oneof(anything, fc.constantFrom(STAFF_HOST, 'mesh', '*', 'safe-group', 1, -1, null));
  const looseRoute = fc.oneof(
    anything,
    fc.record(
      {
        match: loose,
        route: fc.oneof(
          anything,
          fc.array(
            fc.oneof(
              anything,
              fc.record({
                destination: fc.oneof(loose, fc.record({ host: loose, subset: loose, port: loose })),
                weight: loose,
              }),
            ),
          ),
        ),
        delegate: loose,
        mirror: loose,
        fault: loose,
        name: loose,
      },
      { requiredKeys: [] },
    ),
  );
  const looseSpec = fc.oneof(
    anything,
    fc.record(
      {
        hosts: fc.oneof(loose, fc.array(loose)),
        gateways: loose,
        exportTo: loose,
        http: fc.oneof(anything, fc.array(looseRoute)),
        tcp: fc.oneof(anything, fc.array(looseRoute)),
        tls: loose,
        host: loose,
        subsets: fc.oneof(anything, fc.array(fc.record({ name: loose, labels: loose, trafficPolicy: loose }))),
        trafficPolicy: loose,
      },
      { requiredKeys: [] },
    ),
  );
  it('never throw, whatever they hold: reading, summarising, planning', () => {
    fc.assert(
      fc.property(looseSpec, looseSpec, (service, rule) => {
        const metadata = { name: 'odd', namespace: 'default', resourceVersion: '1' };
        const snapshot = buildSnapshot([
          ...objects(STAFF_SERVICE),
          ...STAFF_PODS,
          { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec: service } as KubernetesObject,
          { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec: rule } as KubernetesObject,
        ]);
        const routing = readRouting(snapshot, STAFF);
        const object = snapshot.slices.get('default')?.services.get(STAFF.name);
        if (object !== undefined) summarizeRouting(snapshot, object);
        for (const route of [null, ...(routing?.routes ?? []).map(({ id }) => id)]) {
          const paths = routing?.routes.find(({ id }) => id === route)?.destinations ?? [];
          const weights = [...paths.map(({ path }) => ({ path, weight: 1 })), { version: 'safe', weight: 1 }];
          expect(
            planIntent(snapshot, STAFF, { kind: 'weights', changes: [{ route, weights }] }, CONTEXT),
          ).toHaveProperty('kind');
        }
      }),
      { numRuns: 300 },
    );
  });
});
