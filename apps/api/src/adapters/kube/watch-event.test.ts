import { describe, expect, it } from 'vitest';
import { parseWatchLine } from './watch-event.ts';

const object = { metadata: { name: 'a', resourceVersion: '7' } };

describe('parseWatchLine', () => {
  it.each([
    ['ADDED', 'upsert'],
    ['MODIFIED', 'upsert'],
    ['DELETED', 'remove'],
  ])('%s is %s', (type, expected) => {
    expect(parseWatchLine(JSON.stringify({ type, object }))).toEqual({ type: expected, object, resourceVersion: '7' });
  });

  it('a bookmark only moves the version', () => {
    const line = JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } });
    expect(parseWatchLine(line)).toEqual({ type: 'bookmark', resourceVersion: '9' });
  });

  it('S4: an error in the stream is the same as an error answer', () => {
    const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (2)' };
    const event = parseWatchLine(JSON.stringify({ type: 'ERROR', object: status }));
    expect(event).toMatchObject({ type: 'error', error: { status: 410, reason: 'Expired' } });
  });

  it.each(['', '{"type":"ADDED"', '[]', 'null', '7', '{}', '{"type":"SURPRISE","object":{}}', '{"type":7}'])(
    'S4: %j is malformed, and nothing is thrown',
    (line) => {
      expect(parseWatchLine(line).type).toBe('malformed');
    },
  );

  it('S4: an event without an object, or with a strange version, is no reason to fail', () => {
    expect(parseWatchLine('{"type":"ADDED"}')).toEqual({
      type: 'upsert',
      object: undefined,
      resourceVersion: undefined,
    });
    expect(parseWatchLine('{"type":"DELETED","object":{"metadata":{"resourceVersion":7}}}')).toMatchObject({
      resourceVersion: undefined,
    });
  });
});
