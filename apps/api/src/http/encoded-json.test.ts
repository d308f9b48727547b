import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodedJson, encodingFor } from './encoded-json.ts';

describe('P: a shared answer is encoded once', () => {
  it('P: every encoding reads back as the value, and is made once', async () => {
    const value = { list: Array.from({ length: 500 }, (_, index) => ({ index })) };
    const encoded = encodedJson(value);
    expect(JSON.parse((await encoded.as('identity')).toString())).toEqual(value);
    expect(JSON.parse(brotliDecompressSync(await encoded.as('br')).toString())).toEqual(value);
    expect(JSON.parse(gunzipSync(await encoded.as('gzip')).toString())).toEqual(value);
    expect(await encoded.as('br')).toBe(await encoded.as('br'));
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['BR;q=0.1', 'br'],
    ['gzip;q=0.0', 'identity'],
    ['brotli', 'identity'],
    ['', 'identity'],
    [undefined, 'identity'],
  ])('P: Accept-Encoding %j → %s', (header, encoding) => {
    expect(encodingFor(header, 5000)).toBe(encoding);
    expect(encodingFor(header, 100)).toBe('identity');
  });
});
