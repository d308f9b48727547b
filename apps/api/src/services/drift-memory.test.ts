import { describe, expect, it } from 'vitest';
import { createDriftMemory } from './drift-memory.ts';

const MINUTE_MS = 60_000;
const beyond = (...ids: string[]) => new Set(ids);

describe('G4: two windows in a row', () => {
  it('G4: the previous window is one that does not overlap this one', () => {
    const memory = createDriftMemory(60);
    memory.remember(0, beyond('a'));
    expect(memory.previous(5000)).toBeUndefined();
    expect(memory.previous(MINUTE_MS - 1)).toBeUndefined();
    expect(memory.previous(MINUTE_MS)).toEqual(beyond('a'));
  });

  it('G4: of several earlier windows, the last that does not overlap counts', () => {
    const memory = createDriftMemory(60);
    for (let seconds = 0; seconds <= 120; seconds += 5) memory.remember(seconds * 1000, beyond(String(seconds)));
    expect(memory.previous(120_000)).toEqual(beyond('60'));
    expect(memory.previous(122_000)).toEqual(beyond('60'));
  });

  it('G4: after a pause in which nobody looked there is no previous window', () => {
    const memory = createDriftMemory(60);
    memory.remember(0, beyond('a'));
    expect(memory.previous(10 * MINUTE_MS)).toBeUndefined();
  });

  it('G4: the same samples seen twice are one window, and the later look at them counts', () => {
    const memory = createDriftMemory(60);
    memory.remember(0, beyond('a'));
    memory.remember(0, beyond('b'));
    expect(memory.previous(MINUTE_MS)).toEqual(beyond('b'));
  });

  it('G4: samples from before what is remembered start anew', () => {
    const memory = createDriftMemory(60);
    memory.remember(10 * MINUTE_MS, beyond('a'));
    memory.remember(0, beyond('b'));
    expect(memory.previous(MINUTE_MS)).toEqual(beyond('b'));
    expect(memory.previous(11 * MINUTE_MS)).toBeUndefined();
  });
});
