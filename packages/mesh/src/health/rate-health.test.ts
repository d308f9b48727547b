import { describe, expect, it } from 'vitest';
import { type CodeCount, rateHealth } from './rate-health.ts';
import { DEFAULT_TOLERANCES, parseTolerances } from './tolerance.ts';

const http = (codes: Readonly<Record<string, number>>): CodeCount[] =>
  Object.entries(codes).map(([code, requests]) => ({ protocol: 'http', code, requests }));
const grpc = (codes: Readonly<Record<string, number>>): CodeCount[] =>
  Object.entries(codes).map(([code, requests]) => ({ protocol: 'grpc', code, requests }));

describe("G6: Kiali's default thresholds", () => {
  it.each([
    ['all well', http({ 200: 100 }), 'healthy'],
    ['redirects', http({ 301: 100 }), 'healthy'],
    ['one 5xx in a thousand', http({ 200: 999, 500: 1 }), 'degraded'],
    ['just under 10 % 5xx', http({ 200: 901, 503: 99 }), 'degraded'],
    ['10 % 5xx', http({ 200: 90, 503: 10 }), 'failing'],
    ['10 % of different 5xx', http({ 200: 90, 500: 5, 503: 5 }), 'failing'],
    ['just under 10 % 4xx', http({ 200: 901, 404: 99 }), 'healthy'],
    ['10 % 4xx', http({ 200: 90, 404: 10 }), 'degraded'],
    ['20 % 4xx', http({ 200: 80, 404: 20 }), 'failing'],
    ['one without answer', http({ 200: 999, '-': 1 }), 'degraded'],
    ['10 % without answer', http({ 200: 90, '-': 10 }), 'failing'],
    ['gRPC well', grpc({ 0: 100 }), 'healthy'],
    ['one gRPC error', grpc({ 0: 999, 14: 1 }), 'degraded'],
    ['10 % gRPC errors', grpc({ 0: 90, 1: 5, 16: 5 }), 'failing'],
    ['no gRPC code above 16', grpc({ 0: 90, 17: 10 }), 'healthy'],
    ['10 % gRPC calls without answer', grpc({ 0: 90, '-': 10 }), 'failing'],
    ['each protocol by itself', [...http({ 200: 1000 }), ...grpc({ 0: 8, 2: 2 })], 'failing'],
    ['a single failed request', http({ 500: 1 }), 'failing'],
  ])('%s', (_, counts, state) => {
    expect(rateHealth(counts, DEFAULT_TOLERANCES, 'inbound')?.state).toBe(state);
  });

  it('says nothing about nothing', () => {
    expect(rateHealth([], DEFAULT_TOLERANCES, 'inbound')).toBeUndefined();
    expect(rateHealth(http({ 200: 0 }), DEFAULT_TOLERANCES, 'inbound')).toBeUndefined();
  });

  it('names its reasons with figures and thresholds', () => {
    expect(rateHealth(http({ 200: 198, 500: 14 }), DEFAULT_TOLERANCES, 'inbound')?.reasons).toEqual([
      '6.6 % of 212 requests ended in 5xx; degraded above 0 %, failing from 10 %',
    ]);
    expect(rateHealth(http({ 200: 75, 404: 25 }), DEFAULT_TOLERANCES, 'outbound')?.reasons).toEqual([
      '25 % of 100 sent requests ended in 4xx; degraded from 10 %, failing from 20 %',
    ]);
    expect(rateHealth(http({ 200: 99, '-': 1 }), DEFAULT_TOLERANCES, 'inbound')?.reasons).toEqual([
      '1 % of 100 requests got no response; degraded above 0 %, failing from 10 %',
    ]);
  });

  it('says when it rests on few requests', () => {
    expect(rateHealth(http({ 200: 2, 500: 1 }), DEFAULT_TOLERANCES, 'inbound')?.reasons[0]).toContain('of 3 requests');
    expect(rateHealth(http({ 200: 2, 500: 1 }), DEFAULT_TOLERANCES, 'inbound')?.reasons[0]).toContain(
      'little evidence',
    );
    expect(rateHealth(http({ 200: 29, 500: 1 }), DEFAULT_TOLERANCES, 'inbound')?.reasons[0]).not.toContain('few');
  });
});

describe('G6: thresholds of the annotation', () => {
  const judge = (annotation: string, counts: readonly CodeCount[], direction: 'inbound' | 'outbound' = 'inbound') =>
    rateHealth(counts, parseTolerances(annotation).tolerances, direction)?.state;

  it.each([
    ['replaces the defaults', '4xx,1,50', http({ 200: 90, 500: 10 }), 'inbound', 'healthy'],
    ['degrades at its threshold', '4xx,10,50,http,inbound', http({ 200: 90, 404: 10 }), 'inbound', 'degraded'],
    ['fails at its threshold', '4XX,10,50,http,inbound', http({ 200: 50, 404: 50 }), 'inbound', 'failing'],
    ['keeps to its direction', '5xx,0,10,http,outbound', http({ 500: 50 }), 'inbound', 'healthy'],
    ['keeps to its protocol', '5xx,0,10,grpc', http({ 500: 50 }), 'inbound', 'healthy'],
    ['matches the whole protocol only', '.*,0,10,grp', grpc({ 0: 50 }), 'inbound', 'healthy'],
    ['takes expressions', '(404|410),0,10,http|grpc,.*', http({ 200: 9, 410: 1 }), 'outbound', 'failing'],
    ['takes several parts', '404,5,10;503,1,2', http({ 200: 98, 503: 2 }), 'inbound', 'failing'],
    ['takes the code of no answer', '-,50,90', http({ 200: 40, '-': 60 }), 'inbound', 'degraded'],
  ] as const)('%s', (_, annotation, counts, direction, state) => {
    expect(judge(annotation, counts, direction)).toBe(state);
  });

  it.each([
    '',
    ';',
    '5xx',
    '5xx,a,b',
    '5xx,-1,10',
    '5xx,0,101',
    '(,0,10',
    '5xx,0,10,(',
    '5xx,0,10,http,in,more',
    '5xx,,10',
  ])("leaves the defaults and says so when it can't read %j", (annotation) => {
    const { tolerances, problem } = parseTolerances(annotation);
    expect(tolerances).toBe(DEFAULT_TOLERANCES);
    expect(problem).toContain('health.kiali.io/rate');
  });

  it('S4: an expression that would run for ever elsewhere is just matched', () => {
    const counts = http({ [`${'4'.repeat(60)}!`]: 10 });
    expect(judge('(4+)+,0,10', counts)).toBe('healthy');
  });
});
