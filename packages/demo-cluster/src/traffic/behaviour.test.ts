import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEHAVIOUR } from '../world/blueprint.ts';
import { behaviourOf } from './behaviour.ts';

describe('behaviourOf', () => {
  it('a workload without annotations answers in 10 ms, never fails and calls nobody', () => {
    expect(behaviourOf(undefined)).toEqual({
      latencyMs: 10,
      latencySpread: 0.4,
      errors: [],
      errorShare: 0,
      calls: [],
      loads: [],
      forwardsHeaders: false,
    });
  });

  it('reads calls: URL, share, method, required', () => {
    const calls =
      'http://Reviews:9080/reviews/0?x=1 share=0.5; grpc://ledger.bank.svc.cluster.local method=POST required';
    expect(behaviourOf({ [BEHAVIOUR.calls]: calls }).calls).toEqual([
      { host: 'reviews', port: 9080, path: '/reviews/0?x=1', method: 'GET', share: 0.5, required: false },
      { host: 'ledger.bank.svc.cluster.local', port: 80, path: '/', method: 'POST', share: 1, required: true },
    ]);
  });

  it('reads loads: rate, and users only with a header that names them', () => {
    const load = 'http://shop.example.com/ rps=2.5 header=X-User users=a,b user-share=0.25; http://a/ rps=1 users=a,b';
    expect(behaviourOf({ [BEHAVIOUR.load]: load }).loads).toMatchObject([
      { requestsPerSecond: 2.5, userHeader: 'x-user', users: ['a', 'b'], userShare: 0.25 },
      { requestsPerSecond: 1, users: [], userShare: 1 },
    ]);
  });

  it.each([
    ['500=0.04 503=0.02', 0.06],
    ['200=0.5', 0],
    ['500=2', 0],
    ['500', 0],
    ['500=0.7 503=0.7', 1],
  ])('reads errors: %s', (text, share) => {
    expect(behaviourOf({ [BEHAVIOUR.errors]: text }).errorShare).toBeCloseTo(share);
  });

  it.each(['nonsense', 'http://', 'http://a:99999999/', '; ;', 'http:///x'])(
    'leaves out what is no URL: %s',
    (text) => {
      expect(behaviourOf({ [BEHAVIOUR.calls]: text }).calls).toEqual([]);
    },
  );

  it('S4: any text gives a behaviour within bounds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.values(BEHAVIOUR)), fc.string()), (annotations) => {
        const behaviour = behaviourOf(annotations);
        expect(behaviour.latencyMs).toBeGreaterThanOrEqual(0);
        expect(behaviour.latencySpread).toBeLessThanOrEqual(3);
        for (const call of [...behaviour.calls, ...behaviour.loads]) {
          expect(call.share).toBeGreaterThanOrEqual(0);
          expect(call.share).toBeLessThanOrEqual(1);
          expect(call.port).toBeLessThanOrEqual(65_535);
        }
      }),
    );
  });
});
