import type { RequestCounter } from '@weir/mesh';
import { describe, expect, it } from 'vitest';
import { BEHAVIOUR } from '../world/blueprint.ts';
import { isWithin, staffGroups, staffRouting, sum, type TestWorld, testWorld, toStaff } from './test-world.ts';

/** So many requests a second that they are drawn in bulk. */
function busy(world: TestWorld, load: string): TestWorld {
  const gateway = world.snapshot().slices.get('istio-system')?.deployments.get('istio-ingressgateway');
  if (gateway === undefined) throw new Error('no ingress gateway');
  world.put({ ...gateway, metadata: { ...gateway.metadata, annotations: { [BEHAVIOUR.load]: load } } });
  return world;
}
const LOAD = 'http://fleetman.example.com/ rps=2000';
const sentToStaff = (world: TestWorld): readonly RequestCounter[] =>
  world
    .series('default', 'api-gateway')
    .filter(({ labels }) => labels.reporter === 'source' && labels.destinationServiceName === 'fleetman-staff-service');
const isRisky = ({ labels }: RequestCounter): boolean => labels.destination.workload === 'staff-service-risky-version';

describe('D3: requests drawn in bulk', () => {
  it('arrive at the rate of the load, and split by ready pods without configuration', () => {
    const world = busy(testWorld({ seed: 31 }), LOAD);
    world.run(21);
    const entered = sum(world.series('istio-system', 'istio-ingressgateway'));
    expect(entered).toBeGreaterThanOrEqual(20 * 2000);
    expect(entered).toBeLessThanOrEqual(21 * 2000);
    const series = sentToStaff(world);
    expect(isWithin(sum(series), entered, 0.9)).toBe(true);
    expect(isWithin(sum(series, isRisky), sum(series), 1 / 3)).toBe(true);
  });

  it('follow weights that change', () => {
    const world = busy(testWorld({ seed: 32 }), LOAD);
    world.run(5);
    const before = sentToStaff(world);
    world.put(staffGroups());
    world.put(staffRouting([{ route: [toStaff('safe-group', 90), toStaff('risky-group', 10)] }]));
    world.run(20);
    const after = sentToStaff(world);
    const requests = sum(after) - sum(before);
    expect(isWithin(sum(after, isRisky) - sum(before, isRisky), requests, 0.1)).toBe(true);
  });

  it('count alike at both ends, in histograms too', () => {
    const world = busy(testWorld({ seed: 33 }), LOAD);
    world.run(10);
    const received = world.series('default', 'staff-service-risky-version');
    expect(sum(received)).toBe(sum(sentToStaff(world), isRisky));
    expect(sum(received)).toBeGreaterThan(1000);
    for (const counter of [...received, ...sentToStaff(world)]) {
      expect(counter.duration?.counts.at(-1)).toBe(counter.requests);
    }
    const failed = sum(received, ({ labels }) => labels.responseCode !== '200');
    expect(isWithin(failed, sum(received), 0.063)).toBe(true);
  });

  it('take the same time as those sent one by one, within a tenth', () => {
    const meanMs = (world: TestWorld, workload: string): number => {
      const series = world
        .series('default', workload)
        .filter(({ labels }) => labels.responseCode === '200' && labels.reporter === 'destination');
      return series.reduce((ms, counter) => ms + (counter.duration?.sumMs ?? 0), 0) / sum(series);
    };
    const single = testWorld({ seed: 34 });
    single.run(300);
    const many = busy(testWorld({ seed: 34 }), LOAD);
    many.run(10);
    // The last of them spends most of its time waiting for the calls that it makes.
    for (const workload of ['staff-service', 'staff-service-risky-version', 'api-gateway']) {
      const ratio = meanMs(many, workload) / meanMs(single, workload);
      expect({ workload, near: ratio > 0.9 && ratio < 1.1 }).toEqual({ workload, near: true });
    }
  });

  it('of users are routed by their header, which is lost where it is not passed on', () => {
    const rules = [
      { match: [{ headers: { 'x-myval': { exact: 'alice' } } }], route: [toStaff('risky-group')] },
      { route: [toStaff('safe-group')] },
    ];
    const load = `${LOAD} header=x-myval users=alice,bob user-share=0.5`;
    const world = busy(testWorld({ seed: 35, objects: [staffGroups(), staffRouting(rules)] }), load);
    world.run(10);
    expect(isWithin(sum(sentToStaff(world), isRisky), sum(sentToStaff(world)), 0.25)).toBe(true);
  });

  it('are sent one by one where a route does more than split', () => {
    const rules = [
      { fault: { abort: { httpStatus: 500, percentage: { value: 30 } } }, route: [toStaff('safe-group')] },
    ];
    const world = busy(testWorld({ seed: 36, objects: [staffGroups(), staffRouting(rules)] }), LOAD);
    world.run(5);
    const aborted = sum(sentToStaff(world), ({ labels }) => labels.responseFlags === 'FI');
    expect(isWithin(aborted, sum(sentToStaff(world)), 0.3)).toBe(true);
  });

  it('are refused by the gateway when nothing serves their host', () => {
    const world = busy(testWorld({ seed: 37 }), 'http://nowhere.example.com/ rps=500');
    world.run(4);
    const series = world.series('istio-system', 'istio-ingressgateway');
    expect(new Set(series.map(({ labels }) => `${labels.responseCode} ${labels.responseFlags}`))).toEqual(
      new Set(['404 NR']),
    );
    expect(series[0]?.labels.destinationService).toBe('nowhere.example.com');
  });

  it('meet the pods that there are now', () => {
    const world = busy(testWorld({ seed: 38 }), LOAD);
    world.run(4);
    const before = sum(sentToStaff(world), isRisky);
    for (const pod of world.pods('default', 'staff-service-risky-version')) {
      world.put({ ...pod, status: { phase: 'Running', conditions: [] } } as never);
    }
    world.run(4);
    expect(before).toBeGreaterThan(0);
    expect(sum(sentToStaff(world), isRisky)).toBe(before);
  });
});

describe('D2: a thousand services', () => {
  const world = testWorld({ seed: 7, services: 1000 });
  world.run(8);

  it('have traffic nearly everywhere', () => {
    const texts = [...world.texts((name) => name === 'istio_requests_total').values()];
    expect(texts.length).toBeGreaterThan(2000);
    expect(texts.filter((text) => text.includes('istio_requests_total')).length / texts.length).toBeGreaterThan(0.9);
  });

  it('do not disturb fleetman, whose requests stay single ones', () => {
    expect(sum(world.series('default', 'webapp'), ({ labels }) => labels.reporter === 'destination')).toBe(18 * 8);
  });

  it('G7: some speak gRPC, whose errors stand in a status of their own', () => {
    const calls = [...world.snapshot().slices.keys()]
      .flatMap((namespace) =>
        [...(world.snapshot().slices.get(namespace)?.deployments.keys() ?? [])].map(
          (name) => [namespace, name] as const,
        ),
      )
      .slice(0, 120)
      .flatMap(([namespace, name]) => world.series(namespace, name))
      .filter(({ labels }) => labels.protocol === 'grpc');
    expect(calls.length).toBeGreaterThan(5);
    expect(new Set(calls.map(({ labels }) => labels.responseCode))).toEqual(new Set(['200']));
    expect(calls.every(({ labels }) => labels.grpcStatus === '0' || labels.grpcStatus === '13')).toBe(true);
    expect(calls.some(({ labels }) => labels.grpcStatus === '0')).toBe(true);
  });
});

it('D3: a synthetic mesh repeats itself from the seed', () => {
  const texts = (seed: number): string => {
    const world = testWorld({ seed, services: 150 });
    world.run(6);
    return [...world.texts((name) => name === 'istio_requests_total').values()].join('');
  };
  const first = texts(7);
  expect(first.length).toBeGreaterThan(10_000);
  expect(texts(7) === first).toBe(true);
  expect(texts(8) === first).toBe(false);
});
