import { describe, expect, it } from 'vitest';
import { objectYaml, yamlDiff } from './yaml-diff.ts';

describe('W7: the YAML that a person reads', () => {
  it("hides the server's own fields and kubectl's copy", () => {
    const yaml = objectYaml({
      apiVersion: 'v1',
      kind: 'A',
      metadata: {
        name: 'a',
        uid: 'u',
        resourceVersion: '1',
        generation: 2,
        creationTimestamp: 't',
        managedFields: [{}],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      },
      spec: {},
      status: { seen: true },
    });
    expect(yaml).toBe('apiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec: {}\n');
  });

  it('quotes what YAML 1.1 would read as something else', () => {
    expect(objectYaml({ exact: 'yes', on: 'off' })).toBe('exact: "yes"\n"on": "off"\n');
  });

  it('counts the lines of both texts', () => {
    expect(yamlDiff({ a: 1, b: 2 }, { a: 1, b: 3, c: 4 })).toEqual([
      { kind: 'same', before: 1, after: 1, text: 'a: 1' },
      { kind: 'remove', before: 2, after: null, text: 'b: 2' },
      { kind: 'add', before: null, after: 2, text: 'b: 3' },
      { kind: 'add', before: null, after: 3, text: 'c: 4' },
    ]);
    expect(yamlDiff(null, { a: 1 })).toEqual([{ kind: 'add', before: null, after: 1, text: 'a: 1' }]);
  });
});
