import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHostIndex } from './host-index.ts';
import { isHostWithin, isWildcardHost } from './host-names.ts';

describe('P: hosts are found without scanning', () => {
  it('P: wildcards over a host are those that a scan finds, the longest first', () => {
    const label = fc.stringMatching(/^[ab]{1,2}$/);
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const host = fc.oneof(
      name,
      name.map((rest) => `*.${rest}`),
      name.map((rest) => `*${rest}`),
      fc.constant('*'),
    );
    fc.assert(
      fc.property(fc.array(host, { maxLength: 12 }), host, (hosts, asked) => {
        const index = createHostIndex<string>();
        for (const known of new Set(hosts)) index.add(known, known);
        const scanned = [...new Set(hosts)].filter(
          (known) => isWildcardHost(known) && known !== asked && isHostWithin(asked, known),
        );
        const found = index.wildcardsOver(asked).map((entry) => entry.host);
        expect([...found].sort()).toEqual(scanned.sort());
        expect(found.map(({ length }) => length)).toEqual(found.map(({ length }) => length).sort((a, b) => b - a));
        expect(index.exact(asked)).toEqual(hosts.includes(asked) ? [asked] : []);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
