import { describe, expect, it } from 'vitest';
import { BEHAVIOUR } from '../world/blueprint.ts';
import { isWithin, staffGroups, staffRouting, sum, type TestWorld, testWorld, toStaff } from './test-world.ts';

/** Only users whose name is on their requests: what one of them meets is what all requests meet. */
function withUsers(world: TestWorld, users: string): TestWorld {
  const gateway = world.snapshot().slices.get('istio-system')?.deployments.get('istio-ingressgateway');
  if (gateway === undefined) throw new Error('no ingress gateway');
  const load = `http://fleetman.example.com/ rps=20 header=x-myval users=${users} user-share=1`;
  world.put({ ...gateway, metadata: { ...gateway.metadata, annotations: { [BEHAVIOUR.load]: load } } });
  return world;
}

/** How many requests each pod of staff-service got from the API gateway. */
function perPod(world: TestWorld): Map<string, number> {
  const pods = ['staff-service', 'staff-service-risky-version'].flatMap((name) => world.pods('default', name));
  return new Map(
    pods.flatMap((pod): [string, number][] => {
      const text = world.simulation.sidecarStatistics('default', pod.metadata.name) ?? '';
      const lines = text.split('\n').filter((line) => line.startsWith('istio_requests_total{reporter="destination"'));
      const requests = lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0);
      return requests === 0 ? [] : [[pod.metadata.name, requests]];
    }),
  );
}

const byHeader = { loadBalancer: { consistentHash: { httpHeaderName: 'x-myval' } } };
const toAll = staffRouting([{ route: [toStaff('all-staff-service-pods')] }]);

describe('W12: session affinity', () => {
  it('a hashed header keeps a user on one pod of one subset', () => {
    for (const user of ['alice', 'bob', 'carol', 'dave']) {
      const world = withUsers(testWorld({ objects: [staffGroups(byHeader), toAll] }), user);
      world.run(20);
      expect([...perPod(world).values()]).toHaveLength(1);
    }
  });

  it('the users are spread over all pods', () => {
    const users = Array.from({ length: 60 }, (_, i) => `user-${i}`).join(',');
    const world = withUsers(testWorld({ objects: [staffGroups(byHeader), toAll] }), users);
    world.run(20);
    expect(perPod(world).size).toBe(3);
  });

  it('a user stays while their pod stays, and moves when it crashes', () => {
    const world = withUsers(testWorld({ objects: [staffGroups(byHeader), toAll] }), 'alice');
    world.run(10);
    const [home] = [...perPod(world).keys()];
    const others = world.pods('default', 'staff-service').filter((pod) => pod.metadata.name !== home);
    const other = others[0];
    if (home === undefined || other === undefined) throw new Error('alice met nobody');
    world.put({ ...other, status: { ...other.status, conditions: [] } } as never);
    world.run(10);
    expect([...perPod(world).keys()]).toEqual([home]);
    const mine = world.snapshot().slices.get('default')?.pods.get(home);
    if (mine === undefined) throw new Error('no such pod');
    world.put(other);
    world.put({ ...mine, status: { ...mine.status, conditions: [] } } as never);
    world.run(10);
    const moved = [...perPod(world).keys()].filter((name) => name !== home);
    expect(moved).toHaveLength(1);
  });

  it('without the header on every hop the hash has nothing to go by', () => {
    const world = withUsers(testWorld({ objects: [staffGroups(byHeader), toAll] }), 'alice');
    const gateway = world.snapshot().slices.get('default')?.deployments.get('api-gateway');
    if (gateway === undefined) throw new Error('no api-gateway');
    const annotations = { ...gateway.metadata.annotations, [BEHAVIOUR.forwardsHeaders]: 'false' };
    world.put({ ...gateway, metadata: { ...gateway.metadata, annotations } });
    world.run(20);
    expect(perPod(world).size).toBe(3);
  });

  it('under weights the version is drawn for each request; the hash only picks the pod within it', () => {
    const split = staffRouting([{ route: [toStaff('safe-group', 50), toStaff('risky-group', 50)] }]);
    const world = withUsers(testWorld({ objects: [staffGroups(byHeader), split] }), 'alice');
    world.run(100);
    const requests = perPod(world);
    const total = [...requests.values()].reduce((a, b) => a + b, 0);
    // One of the two safe pods, and the risky one.
    expect(requests.size).toBe(2);
    for (const count of requests.values()) expect(isWithin(count, total, 0.5)).toBe(true);
  });

  it('a cookie with a lifetime is made by the gateway and kept by the browser', () => {
    const cookie = { loadBalancer: { consistentHash: { httpCookie: { name: 'fleet', ttl: '0s' } } } };
    const rule = (consistentHash: object | undefined) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'webapp', namespace: 'default' },
      spec: { host: 'fleetman-webapp', ...(consistentHash === undefined ? {} : { trafficPolicy: consistentHash }) },
    });
    const replicas = (world: TestWorld): TestWorld => {
      const [pod] = world.pods('default', 'webapp');
      if (pod === undefined) throw new Error('no webapp pod');
      for (const suffix of ['a', 'b', 'c']) {
        world.put({ ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name}${suffix}`, uid: suffix } });
      }
      return world;
    };
    const reached = (consistentHash: object | undefined): number => {
      const world = replicas(withUsers(testWorld({ objects: [rule(consistentHash)] }), 'alice'));
      world.run(20);
      return world
        .pods('default', 'webapp')
        .filter((pod) =>
          (world.simulation.sidecarStatistics('default', pod.metadata.name) ?? '').includes('reporter="destination"'),
        ).length;
    };
    expect(reached(cookie)).toBe(1);
    expect(reached(undefined)).toBe(4);
    expect(reached({ loadBalancer: { consistentHash: { useSourceIp: true } } })).toBe(1);
  });

  it('the hash does not change how much is sent', () => {
    const world = withUsers(testWorld({ objects: [staffGroups(byHeader), toAll] }), 'alice,bob');
    world.run(20);
    const sent = world.series('default', 'api-gateway').filter(({ labels }) => labels.reporter === 'source');
    expect(sum(sent, ({ labels }) => labels.destinationServiceName === 'fleetman-staff-service')).toBe(
      [...perPod(world).values()].reduce((a, b) => a + b, 0),
    );
  });
});
