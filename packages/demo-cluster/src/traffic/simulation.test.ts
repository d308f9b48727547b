import { describe, expect, it } from 'vitest';
import { BEHAVIOUR } from '../world/blueprint.ts';
import { isWithin, staffGroups, staffRouting, sum, type TestWorld, testWorld, toStaff } from './test-world.ts';

const SOURCE = 'source';
const callerOfStaff = (world: TestWorld) =>
  world
    .series('default', 'api-gateway')
    .filter(({ labels }) => labels.reporter === SOURCE && labels.destinationServiceName === 'fleetman-staff-service');

describe('traffic without configuration', () => {
  const world = testWorld({ seed: 5 });
  world.run(320);

  it('D3: every ready pod of a service gets its part: 2 safe to 1 risky', () => {
    const series = callerOfStaff(world);
    const risky = sum(series, ({ labels }) => labels.destination.workload === 'staff-service-risky-version');
    expect(sum(series)).toBeGreaterThan(5000);
    expect(isWithin(risky, sum(series), 1 / 3)).toBe(true);
  });

  it('D2: fleetman and the bookshop are entered through the gateway at their rates', () => {
    const series = world.series('istio-system', 'istio-ingressgateway');
    expect(sum(series, ({ labels }) => labels.destinationServiceName === 'fleetman-webapp')).toBe(18 * 320);
    expect(sum(series, ({ labels }) => labels.destinationServiceName === 'productpage')).toBe(12 * 320);
    expect(series.every(({ labels }) => labels.reporter === SOURCE)).toBe(true);
  });

  it('D3: errors belong to the risky version', () => {
    const failing = (workload: string) => {
      const received = world.series('default', workload).filter(({ labels }) => labels.reporter === 'destination');
      return sum(received, ({ labels }) => labels.responseCode.startsWith('5')) / sum(received);
    };
    expect(failing('staff-service')).toBeLessThan(0.005);
    expect(failing('staff-service-risky-version')).toBeGreaterThan(0.045);
    expect(failing('staff-service-risky-version')).toBeLessThan(0.085);
  });

  it('D2: reviews v2 and v3 call ratings, v1 does not', () => {
    const calls = (workload: string) =>
      sum(world.series('bookinfo', workload), ({ labels }) => labels.destinationServiceName === 'ratings');
    expect(calls('reviews-v1')).toBe(0);
    expect(calls('reviews-v2')).toBeGreaterThan(500);
    expect(calls('reviews-v3')).toBeGreaterThan(500);
  });

  it('G7: source and destination reports count the same requests', () => {
    const all = [...world.snapshot().slices.values()]
      .flatMap((slice) => [...slice.pods.values()])
      .map((pod) => pod.metadata.namespace ?? '');
    expect(all.length).toBeGreaterThan(10);
    for (const [namespace, from, to] of [
      ['default', 'webapp', 'api-gateway'],
      ['default', 'api-gateway', 'staff-service'],
      ['default', 'position-tracker', 'vehicle-telemetry'],
      ['bookinfo', 'productpage-v1', 'reviews-v3'],
    ] as const) {
      const sent = sum(
        world.series(namespace, from),
        (c) => c.labels.reporter === SOURCE && c.labels.destination.workload === to,
      );
      const received = sum(
        world.series(namespace, to),
        (c) => c.labels.reporter !== SOURCE && c.labels.source.workload === from,
      );
      expect({ from, to, requests: sent }).toEqual({ from, to, requests: received });
      expect(sent).toBeGreaterThan(0);
    }
  });

  it('D2: the simulator has no sidecar: only its callee counts, and does not know it', () => {
    expect(world.series('default', 'position-simulator')).toEqual([]);
    const unknown = world
      .series('default', 'position-tracker')
      .filter(({ labels }) => labels.source.workload === 'unknown');
    expect(sum(unknown)).toBe(6 * 320);
    expect(unknown[0]?.labels).toMatchObject({
      reporter: 'destination',
      connectionSecurityPolicy: 'none',
      source: { namespace: 'unknown', principal: 'unknown', canonicalRevision: 'latest' },
    });
  });

  it('research 4: a hop is labelled as the two proxies label it', () => {
    const sent = callerOfStaff(world).find(({ labels }) => labels.destination.workload === 'staff-service');
    const received = world
      .series('default', 'staff-service')
      .find(({ labels }) => labels.source.workload === 'api-gateway' && labels.responseCode === '200');
    const peers = {
      source: {
        workload: 'api-gateway',
        namespace: 'default',
        canonicalService: 'api-gateway',
        canonicalRevision: 'v1',
        principal: 'spiffe://cluster.local/ns/default/sa/default',
        cluster: 'Kubernetes',
      },
      destination: {
        workload: 'staff-service',
        namespace: 'default',
        canonicalService: 'staff-service',
        canonicalRevision: 'safe',
        principal: 'spiffe://cluster.local/ns/default/sa/default',
        cluster: 'Kubernetes',
      },
      destinationService: 'fleetman-staff-service.default.svc.cluster.local',
      destinationServiceName: 'fleetman-staff-service',
      destinationServiceNamespace: 'default',
      protocol: 'http',
      responseCode: '200',
      grpcStatus: '',
      responseFlags: '-',
    };
    expect(sent?.labels).toEqual({ reporter: 'source', ...peers, connectionSecurityPolicy: 'unknown' });
    expect(received?.labels).toEqual({ reporter: 'destination', ...peers, connectionSecurityPolicy: 'mutual_tls' });
  });

  it('D3: the risky version is slower, and a caller takes longer than what it calls', () => {
    const mean = (workload: string) => {
      const series = world.series('default', workload).filter(({ labels }) => labels.reporter === 'destination');
      return series.reduce((ms, counter) => ms + (counter.duration?.sumMs ?? 0), 0) / sum(series);
    };
    expect(mean('staff-service-risky-version')).toBeGreaterThan(2 * mean('staff-service'));
    expect(mean('api-gateway')).toBeGreaterThan(mean('staff-service'));
  });
});

describe('traffic that is routed', () => {
  it('D3: new traffic follows the weights of a VirtualService from the next tick on', () => {
    const world = testWorld({ seed: 8 });
    world.run(60);
    const before = callerOfStaff(world);
    world.put(staffGroups());
    world.put(staffRouting([{ route: [toStaff('safe-group', 90), toStaff('risky-group', 10)] }]));
    world.run(300);
    const risky = ({ labels }: (typeof before)[number]) =>
      labels.destination.workload === 'staff-service-risky-version';
    const after = callerOfStaff(world);
    const requests = sum(after) - sum(before);
    expect(requests).toBeGreaterThan(4500);
    expect(isWithin(sum(after, risky) - sum(before, risky), requests, 0.1)).toBe(true);
  });

  const forUser = (user: string) => [
    { match: [{ headers: { 'x-myval': { exact: user } } }], route: [toStaff('risky-group')] },
    { route: [toStaff('safe-group')] },
  ];
  const risky = (world: TestWorld) =>
    sum(callerOfStaff(world), ({ labels }) => labels.destination.workload === 'staff-service-risky-version');

  it('D3: a header match takes the users that the header names, as long as every hop passes it on', () => {
    const world = testWorld({ seed: 9, objects: [staffGroups(), staffRouting(forUser('alice'))] });
    world.run(200);
    // Half of the requests have a user, one of eight.
    expect(isWithin(risky(world), sum(callerOfStaff(world)), 0.5 / 8)).toBe(true);
    expect(risky(world)).toBeGreaterThan(0);
  });

  it('D3: an application that does not pass the header on hides the user from the match', () => {
    const world = testWorld({ seed: 9, objects: [staffGroups(), staffRouting(forUser('alice'))] });
    const gateway = world.snapshot().slices.get('default')?.deployments.get('api-gateway');
    if (gateway === undefined) throw new Error('no api-gateway');
    const annotations = { ...gateway.metadata.annotations, [BEHAVIOUR.forwardsHeaders]: 'false' };
    world.put({ ...gateway, metadata: { ...gateway.metadata, annotations } });
    world.run(60);
    expect(sum(callerOfStaff(world))).toBeGreaterThan(500);
    expect(risky(world)).toBe(0);
  });

  it.each([
    ['NC', 'a subset that nobody defines', [{ route: [toStaff('missing-group')] }], 503],
    ['NR', 'no rule that matches', [{ match: [{ uri: { exact: '/nowhere' } }], route: [toStaff('safe-group')] }], 404],
    [
      'FI',
      'an abort',
      [{ fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, route: [toStaff('safe-group')] }],
      418,
    ],
  ])('research 4: %s: %s is counted by the caller alone, with an unknown workload', (flag, _why, http, status) => {
    const world = testWorld({ seed: 2, objects: [staffGroups(), staffRouting(http)] });
    world.run(30);
    const series = callerOfStaff(world);
    expect(series).toHaveLength(1);
    expect(series[0]?.labels).toMatchObject({
      responseFlags: flag,
      responseCode: String(status),
      destination: {
        workload: 'unknown',
        namespace: 'unknown',
        canonicalService: 'unknown',
        canonicalRevision: 'latest',
      },
      destinationService: 'fleetman-staff-service.default.svc.cluster.local',
      destinationServiceNamespace: 'default',
    });
    expect(sum(series)).toBeGreaterThan(300);
    expect(world.series('default', 'staff-service')).toEqual([]);
  });

  it('research 4: UH: a subset without ready pods keeps its share and answers 503', () => {
    const world = testWorld({
      seed: 4,
      objects: [staffGroups(), staffRouting([{ route: [toStaff('safe-group', 50), toStaff('risky-group', 50)] }])],
    });
    for (const pod of world.pods('default', 'staff-service-risky-version'))
      world.put({ ...pod, status: { phase: 'Pending' } } as never);
    world.run(100);
    const series = callerOfStaff(world);
    const rejected = sum(series, ({ labels }) => labels.responseFlags === 'UH' && labels.responseCode === '503');
    expect(isWithin(rejected, sum(series), 0.5)).toBe(true);
  });

  it('a failing dependency that is required fails its caller, any other does not', () => {
    const world = testWorld({
      seed: 6,
      objects: [staffGroups(), staffRouting([{ route: [toStaff('missing-group')] }])],
    });
    world.run(30);
    const webapp = world.series('default', 'webapp').filter(({ labels }) => labels.reporter === SOURCE);
    expect(new Set(webapp.map(({ labels }) => labels.responseCode))).toEqual(new Set(['200']));
  });
});

describe('counters', () => {
  it('DESIGN D3: the same seed and ticks give the same text, another seed another', () => {
    const texts = (seed: number) => {
      const world = testWorld({ seed: 3, services: 0 });
      const other = testWorld({ seed });
      world.run(20);
      other.run(20);
      return { same: [...world.texts().values()].join('\n'), other: [...other.texts().values()].join('\n') };
    };
    const { same, other } = texts(3);
    expect(same).toBe(other);
    expect(same.length).toBeGreaterThan(10_000);
    expect(texts(4).other).not.toBe(same);
  });

  it('only grow, and histograms add up', () => {
    const world = testWorld({ seed: 12 });
    const seen = new Map<string, number>();
    for (let step = 0; step < 5; step++) {
      world.run(5);
      for (const workload of ['webapp', 'api-gateway', 'staff-service', 'position-tracker']) {
        for (const [index, counter] of world.series('default', workload).entries()) {
          const key = `${workload}/${index}/${counter.key}`;
          expect(counter.requests).toBeGreaterThanOrEqual(seen.get(key) ?? 0);
          expect(counter.duration?.counts.at(-1)).toBe(counter.requests);
          seen.set(key, counter.requests);
        }
      }
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  it('D3: a pod that restarted, or was replaced under its name, counts from zero', () => {
    const world = testWorld({ seed: 12 });
    world.run(20);
    const [pod] = world.pods('default', 'webapp');
    if (pod === undefined) throw new Error('no webapp pod');
    const before = sum(world.series('default', 'webapp'));
    const restarted = { ...pod, status: { ...pod.status, containerStatuses: [{ restartCount: 1 }] } };
    world.put(restarted as never);
    world.run(1);
    const after = sum(world.series('default', 'webapp'));
    expect(before).toBeGreaterThan(300);
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(60);
  });

  it('T1: a pod that is not ready answers nothing, and keeps its counters until it is ready again', () => {
    const world = testWorld({ seed: 12 });
    world.run(10);
    const [pod] = world.pods('default', 'webapp');
    if (pod === undefined) throw new Error('no webapp pod');
    const before = sum(world.series('default', 'webapp'));
    world.put({ ...pod, status: { ...pod.status, conditions: [] } } as never);
    expect(world.simulation.sidecarStatistics('default', pod.metadata.name)).toBeUndefined();
    world.run(10);
    world.put(pod);
    expect(sum(world.series('default', 'webapp'))).toBe(before);
  });

  it('of pods without a sidecar, or that are not there, are undefined', () => {
    const world = testWorld();
    const [pod] = world.pods('default', 'position-simulator');
    expect(world.simulation.sidecarStatistics('default', pod?.metadata.name ?? '')).toBeUndefined();
    expect(world.simulation.sidecarStatistics('default', 'nobody')).toBeUndefined();
    expect(world.simulation.sidecarStatistics('nowhere', 'nobody')).toBeUndefined();
  });

  it('after a long pause only five seconds are made up for, and time that goes back changes nothing', () => {
    const world = testWorld();
    world.simulation.tick(3_600_000);
    expect(sum(world.series('istio-system', 'istio-ingressgateway'))).toBe(5 * 30);
    world.simulation.tick(1000);
    world.simulation.tick(Number.NaN);
    expect(sum(world.series('istio-system', 'istio-ingressgateway'))).toBe(5 * 30);
    world.simulation.tick(3_601_000);
    expect(sum(world.series('istio-system', 'istio-ingressgateway'))).toBe(6 * 30);
  });
});
