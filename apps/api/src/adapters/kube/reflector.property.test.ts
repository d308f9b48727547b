import { buildSnapshot, type KubernetesObject } from '@weir/mesh';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError, errorFromResponse } from './api-error.ts';
import { createIntern } from './intern.ts';
import { createObjectStore } from './object-store.ts';
import { projection } from './project.ts';
import { createReflector, type ReflectorTransport } from './reflector.ts';
import { createMemoryCollection } from './testing/memory-collection.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { createInstantClock, turns } from './testing/test-clocks.ts';

const KIND = 'virtualservices';
const place = { namespace: fc.constantFrom('x', 'y'), name: fc.constantFrom('a', 'b', 'c', 'd') };
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('put' as const), ...place, weight: fc.integer({ min: 0, max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('delete' as const), ...place }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom(
        'end-watch' as const,
        'break-watch' as const,
        'compact' as const,
        'compact-and-end' as const,
        'garbage' as const,
        'unknown-event' as const,
        'bookmark' as const,
        'rate-limit' as const,
        'forbid' as const,
        'refuse-watch-410' as const,
        'let-run' as const,
      ),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function setUp() {
  const counter = { value: 1 };
  const collection = createMemoryCollection(counter);
  const faults: ('rate-limit' | 'forbid' | 'refuse-watch-410')[] = [];
  const throwFault = (isWatch: boolean): void => {
    const fault = faults[0];
    if (fault === undefined || (fault === 'refuse-watch-410') !== isWatch) return;
    faults.shift();
    if (fault === 'rate-limit') throw errorFromResponse(429, '', '1', 0);
    if (fault === 'forbid') throw new ApiError('forbidden', 403, 'no');
    throw errorFromResponse(410, '', undefined, 0);
  };
  const transport: ReflectorTransport = {
    list: async ({ continueToken }) => {
      throwFault(false);
      // Small pages, so that changes happen between them.
      const body = collection.list({ limit: 2, continueToken });
      if (body.code === 410) throw errorFromResponse(410, JSON.stringify(body), undefined, 0);
      const metadata = body.metadata as { resourceVersion: string; continue: string };
      await turns(1);
      return {
        items: body.items as unknown[],
        resourceVersion: metadata.resourceVersion,
        continueToken: metadata.continue,
      };
    },
    watch: async ({ resourceVersion }, signal) => {
      throwFault(true);
      return encoded(collection.watch(resourceVersion, {}, signal));
    },
  };
  const store = createObjectStore({ cluster: 'c', alwaysPresent: [] });
  const reflector = createReflector<KubernetesObject>({
    name: KIND,
    transport,
    sink: {
      progress: () => undefined,
      replace: (objects) => store.replace(KIND, undefined, objects),
      upsert: (object) => store.upsert(KIND, object),
      remove: (object) => store.remove(KIND, object),
      health: () => undefined,
      contact: () => undefined,
      malformed: () => undefined,
    },
    project: projection('networking.istio.io/v1', 'VirtualService', createIntern()),
    clock: createInstantClock(),
    random: () => 0.3,
    logger: createRecordingLogger(),
  });
  return { collection, faults, reflector, store };
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) yield Buffer.from(`${line}\n`);
}

async function perform({ collection, faults }: ReturnType<typeof setUp>, action: Step): Promise<void> {
  switch (action.act) {
    case 'put':
      return collection.put(action.namespace, action.name, { spec: { weight: action.weight } });
    case 'delete':
      return collection.delete(action.namespace, action.name);
    case 'end-watch':
    case 'break-watch':
      return collection.dropWatches(action.act === 'end-watch');
    case 'compact':
      return collection.compact();
    case 'compact-and-end':
      collection.compact();
      return collection.dropWatches(true);
    case 'garbage':
      return collection.send('{"type":"ADDED","object":');
    case 'unknown-event':
      return collection.send('{"type":"SURPRISE","object":{}}');
    case 'bookmark':
      return collection.send('{"type":"BOOKMARK","object":{"metadata":{}}}');
    case 'let-run':
      return turns(3);
    default:
      faults.push(action.act);
  }
}

describe('reflector and store together', () => {
  it('S4: after any sequence of changes, faults and lists anew the snapshot equals a fresh list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (actions) => {
        const world = setUp();
        world.reflector.start();
        for (const action of actions) {
          await perform(world, action);
          world.store.publish();
        }
        // What no later event repairs: a change that nobody tells. So each run ends with one that everybody hears of.
        world.faults.length = 0;
        world.collection.put('z', 'last', {});
        const isThere = () => world.store.publish().snapshot.slices.get('z')?.virtualservices.has('last') === true;
        for (let turn = 0; turn < 300 && !isThere(); turn += 1) await turns(1);
        await world.reflector.stop();

        const project = projection('networking.istio.io/v1', 'VirtualService', createIntern());
        const fresh = world.collection
          .objects()
          .map(project)
          .filter((object) => object !== undefined);
        const { snapshot } = world.store.publish();
        expect(snapshot.slices).toEqual(buildSnapshot(fresh).slices);
        expect(world.store.objects()).toBe(fresh.length);
        for (const names of [snapshot.slices, ...[...snapshot.slices.values()].map((slice) => slice[KIND])]) {
          expect([...names.keys()]).toEqual([...names.keys()].sort());
        }
      }),
      { numRuns: 300 },
    );
  });
});
