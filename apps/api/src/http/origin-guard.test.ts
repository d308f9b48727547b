import { describe, expect, it } from 'vitest';
import { mayWriteFrom } from './origin-guard.ts';

const publicUrl = new URL('https://weir.example.com');
const host = '127.0.0.1:4480';

describe('S2: writes come from this page only', () => {
  it.each([
    [{ host }, true],
    [{ host, origin: 'http://127.0.0.1:4480' }, true],
    [{ host, origin: 'http://127.0.0.1:4480', 'sec-fetch-site': 'same-origin' }, true],
    [{ host: 'weir.example.com', origin: 'https://weir.example.com' }, true],
    [{ host, 'sec-fetch-site': 'cross-site' }, false],
    [{ host, 'sec-fetch-site': 'same-site' }, false],
    [{ host, 'sec-fetch-site': 'none' }, false],
    [{ host, origin: 'http://127.0.0.1:4480', 'sec-fetch-site': 'cross-site' }, false],
    [{ host, origin: 'http://127.0.0.1:9999' }, false],
    [{ host, origin: 'http://localhost:4480' }, false],
    [{ host, origin: 'https://evil.example' }, false],
    [{ host, origin: 'null' }, false],
    [{ host, origin: '' }, false],
  ])('S2: %j → %s', (headers, allowed) => {
    expect(mayWriteFrom(headers, publicUrl)).toBe(allowed);
  });
});
