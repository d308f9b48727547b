import { describe, expect, it } from 'vitest';
import { isOwnHost } from './host-guard.ts';

const local = { address: '127.0.0.1', port: 4480 };
const publicUrl = new URL('https://weir.example.com');

describe('S2: Host allow-list', () => {
  it.each(['localhost:4480', 'LOCALHOST:4480', '127.0.0.1:4480', '127.8.9.1:4480', '[::1]:4480'])(
    'S2: %s is its own',
    (host) => {
      expect(isOwnHost(host, local, undefined)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'localhost',
    'localhost:4481',
    'evil.example:4480',
    'localhost.evil.example:4480',
    '127.0.0.1.evil.example:4480',
    '127.evil.example:4480',
    '192.168.1.9:4480',
    '[::2]:4480',
    'localhost:4480@evil.example',
    'evil.example/localhost:4480',
    'weir.example.com',
    'localhost:44800',
  ])('S2: %s is not', (host) => {
    expect(isOwnHost(host, local, undefined)).toBe(false);
  });

  it('S2: the public URL is its own with the port that belongs to its scheme', () => {
    expect(isOwnHost('weir.example.com', local, publicUrl)).toBe(true);
    expect(isOwnHost('weir.example.com:443', local, publicUrl)).toBe(true);
    expect(isOwnHost('weir.example.com:8443', local, publicUrl)).toBe(false);
    expect(isOwnHost('other.example.com', local, publicUrl)).toBe(false);
    expect(isOwnHost('weir.example.com:8080', local, new URL('http://weir.example.com:8080'))).toBe(true);
  });

  it('S2: the address that a connection came in at is its own: probes use it, and it cannot be rebound', () => {
    expect(isOwnHost('10.1.2.3:4480', { address: '10.1.2.3', port: 4480 }, undefined)).toBe(true);
    expect(isOwnHost('10.1.2.3:4480', { address: '::ffff:10.1.2.3', port: 4480 }, undefined)).toBe(true);
    expect(isOwnHost('[fd00::7]:4480', { address: 'fd00::7', port: 4480 }, undefined)).toBe(true);
    expect(isOwnHost('10.1.2.4:4480', { address: '10.1.2.3', port: 4480 }, undefined)).toBe(false);
  });

  it('S2: no port is port 80', () => {
    expect(isOwnHost('localhost', { address: '127.0.0.1', port: 80 }, undefined)).toBe(true);
  });
});
