import type { RequestCounter } from '@weir/mesh';
import { describe, expect, it } from 'vitest';
import { BEHAVIOUR } from '../world/blueprint.ts';
import { isWithin, staffGroups, staffRouting, sum, type TestWorld, testWorld, toStaff } from './test-world.ts';

const sent = (world: TestWorld): readonly RequestCounter[] =>
  world
    .series('default', 'api-gateway')
    .filter(({ labels }) => labels.reporter === 'source' && labels.destinationServiceName === 'fleetman-staff-service');
const received = (world: TestWorld, workload: string): readonly RequestCounter[] =>
  world.series('default', workload).filter(({ labels }) => labels.source.workload === 'api-gateway');

/** A world in which staff-service behaves so, and is routed so. */
function world(http: object, behaviour: Readonly<Record<string, string>> = {}): TestWorld {
  const made = testWorld({ seed: 21, objects: [staffGroups(), staffRouting([http])] });
  for (const name of ['staff-service', 'staff-service-risky-version']) {
    const deployment = made.snapshot().slices.get('default')?.deployments.get(name);
    if (deployment === undefined) throw new Error(`no ${name}`);
    made.put({ ...deployment, metadata: { ...deployment.metadata, annotations: behaviour } });
  }
  return made;
}
const FAILING = { [BEHAVIOUR.errors]: '503=0.5' };
const SLOW = { [BEHAVIOUR.latencyMs]: '200', [BEHAVIOUR.latencySpread]: '0' };
const route = [toStaff('all-staff-service-pods')];

describe('research 2.6: what a route says of its requests', () => {
  it('retries: the caller counts once, the called pods each attempt', () => {
    const made = world({ retries: { attempts: 3, retryOn: '5xx' }, route }, FAILING);
    made.run(100);
    const requests = sum(sent(made));
    const failed = sum(sent(made), ({ labels }) => labels.responseCode === '503');
    expect(isWithin(failed, requests, 0.5 ** 4)).toBe(true);
    expect(failed).toBeGreaterThan(0);
    expect(
      sent(made)
        .filter((c) => c.labels.responseCode === '503')
        .every((c) => c.labels.responseFlags === 'URX'),
    ).toBe(true);
    const attempts = sum([...received(made, 'staff-service'), ...received(made, 'staff-service-risky-version')]);
    expect(attempts / requests).toBeGreaterThan(1.8);
    expect(attempts / requests).toBeLessThan(1.95);
  });

  it.each([
    ['no retries block', {}],
    ['attempts 0', { retries: { attempts: 0 } }],
    ['no retryOn: connection failures only', { retries: { attempts: 3 } }],
    ['another condition', { retries: { attempts: 3, retryOn: 'retriable-4xx,409' } }],
  ])('%s: an answer of 503 is not asked for again', (_name, policy) => {
    const made = world({ ...policy, route }, FAILING);
    made.run(40);
    const attempts = sum([...received(made, 'staff-service'), ...received(made, 'staff-service-risky-version')]);
    expect(attempts).toBe(sum(sent(made)));
    expect(sent(made).every(({ labels }) => labels.responseFlags === '-')).toBe(true);
  });

  it('a timeout ends the request with 504 UT at the caller, and as given up (0, DC) at the called pod', () => {
    const made = world({ timeout: '0.1s', route }, SLOW);
    made.run(20);
    expect(new Set(sent(made).map(({ labels }) => `${labels.responseCode} ${labels.responseFlags}`))).toEqual(
      new Set(['504 UT']),
    );
    expect(
      new Set(received(made, 'staff-service').map(({ labels }) => `${labels.responseCode} ${labels.responseFlags}`)),
    ).toEqual(new Set(['0 DC']));
    expect(sent(made)[0]?.labels.destination.workload).not.toBe('unknown');
    expect(sent(made).every((counter) => counter.duration?.sumMs === 100 * counter.requests)).toBe(true);
  });

  it('perTryTimeout ends an attempt; the timeout bounds them all', () => {
    const made = world(
      { timeout: '10s', retries: { attempts: 2, perTryTimeout: '50ms', retryOn: '5xx' }, route },
      SLOW,
    );
    made.run(20);
    expect(new Set(sent(made).map(({ labels }) => labels.responseFlags))).toEqual(new Set(['UT,URX']));
    const attempts = sum([...received(made, 'staff-service'), ...received(made, 'staff-service-risky-version')]);
    expect(attempts).toBe(3 * sum(sent(made)));
  });

  it('a delay makes its share of the requests wait, flagged DI', () => {
    const made = world({ fault: { delay: { fixedDelay: '2s', percentage: { value: 25 } } }, route });
    made.run(60);
    const delayed = sent(made).filter(({ labels }) => labels.responseFlags === 'DI');
    expect(isWithin(sum(delayed), sum(sent(made)), 0.25)).toBe(true);
    expect(delayed.every((counter) => (counter.duration?.sumMs ?? 0) >= 2000 * counter.requests)).toBe(true);
    expect(sum(delayed)).toBeGreaterThan(0);
  });

  it('an abort takes its share before any pod is asked', () => {
    const made = world({ fault: { abort: { httpStatus: 500, percentage: { value: 40 } } }, route });
    made.run(60);
    const aborted = sum(sent(made), ({ labels }) => labels.responseFlags === 'FI');
    expect(isWithin(aborted, sum(sent(made)), 0.4)).toBe(true);
  });

  it('mirrored copies are counted only by those who receive them', () => {
    const host = 'fleetman-staff-service.default.svc.cluster.local';
    const made = world({
      route: [toStaff('safe-group')],
      mirror: { host, subset: 'risky-group' },
      mirrorPercentage: { value: 50 },
    });
    made.run(60);
    const copies = sum(received(made, 'staff-service-risky-version'));
    expect(isWithin(copies, sum(sent(made)), 0.5)).toBe(true);
    expect(sum(sent(made), ({ labels }) => labels.destination.workload === 'staff-service-risky-version')).toBe(0);
  });

  it('a redirect is answered by the proxy itself', () => {
    const made = world({ redirect: { uri: '/elsewhere' } });
    made.run(5);
    expect(sent(made).map(({ labels }) => labels.responseCode)).toEqual(['301']);
  });
});
