import { expect, it } from 'vitest';
import { createNoTelemetry } from './telemetry-none.ts';

it('T1c: no telemetry is an empty window that says so, and a status that says why', async () => {
  const source = createNoTelemetry({ clock: { nowMs: () => 5_000, sleep: async () => undefined } });
  expect(await source.read({ namespaces: ['a'], windowSeconds: 60 })).toEqual({
    kind: 'none',
    toMs: 5_000,
    windowSeconds: 60,
    coveredSeconds: 0,
    requests: [],
    tcp: [],
    warnings: [],
  });
  expect(source.status()).toMatchObject({
    name: 'telemetry',
    kind: 'none',
    state: 'off',
    since: '1970-01-01T00:00:05.000Z',
  });
  expect(source.status().detail).toContain('--telemetry auto');
});
