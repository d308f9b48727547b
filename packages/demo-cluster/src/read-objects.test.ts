import { describe, expect, it } from 'vitest';
import { readObjects } from './read-objects.ts';

const named = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

describe('objects of a file', () => {
  it('D1: every document is an object, whatever is in it; empty ones are passed over', () => {
    const objects = readObjects(`${named('a')}spec: nonsense\n---\n---\n# nothing\n---\n${named('b')}`, 'f.yaml');
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(objects[0]).toMatchObject({ spec: 'nonsense' });
    expect(readObjects('', 'f.yaml')).toEqual([]);
  });

  it.each([
    ['a: [', /^f\.yaml, document 1 is not valid YAML: /],
    [`${named('a')}---\n- 1\n`, /^f\.yaml, document 2 has no apiVersion and kind$/],
    ['apiVersion: v1\nkind: ConfigMap\n', /^f\.yaml, document 1 has no metadata\.name$/],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: 5\n', /^f\.yaml, document 1 has no metadata\.name$/],
  ])('D1: %j is refused, naming file and document', (text, message) => {
    expect(() => readObjects(text, 'f.yaml')).toThrow(message);
  });
});
