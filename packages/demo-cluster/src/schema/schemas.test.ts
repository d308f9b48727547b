import { describe, expect, it } from 'vitest';
import { KINDS } from '../kinds/kinds.ts';
import { parseDefinitions } from './parse-definitions.ts';
import type { ListSchema, Schema } from './schema.ts';
import { schemaOf } from './schemas.ts';

/** Follows a path of fields, through lists and maps. */
function at(schema: Schema, path: string): Schema {
  return path.split('.').reduce<Schema>((current, key) => {
    const inner = current.type === 'array' ? current.items : current.type === 'map' ? current.values : current;
    const found = inner.type === 'object' ? inner.fields.get(key)?.schema : undefined;
    if (found === undefined) throw new Error(`no ${key} in ${path}`);
    return found;
  }, schema);
}

describe('D1: definitions', () => {
  it.each<[string, string, string, Partial<ListSchema>]>([
    ['', 'Pod', 'spec.containers', { listType: 'map', keys: ['name'], mergeKey: 'name' }],
    [
      'apps',
      'Deployment',
      'spec.template.spec.containers.ports',
      { listType: 'map', keys: ['containerPort', 'protocol'], mergeKey: 'containerPort' },
    ],
    ['', 'Service', 'spec.ports', { listType: 'map', keys: ['port', 'protocol'], mergeKey: 'port' }],
    ['', 'ConfigMap', 'metadata.finalizers', { listType: 'set', mergeKey: '' }],
    ['networking.istio.io', 'VirtualService', 'spec.http', { listType: 'atomic', keys: [] }],
    ['networking.istio.io', 'VirtualService', 'spec.http.route', { listType: 'atomic' }],
    [
      'gateway.networking.k8s.io',
      'Gateway',
      'spec.listeners',
      { listType: 'map', keys: ['name'], minItems: 1, maxItems: 64 },
    ],
  ])('%s/%s %s merges as it does in a real cluster', (group, kind, path, expected) => {
    expect(at(schemaOf(group, kind), path)).toMatchObject(expected);
  });

  it('every served kind has one, with metadata', () => {
    for (const kind of KINDS.filter(({ schema }) => !schema.open))
      expect(at(kind.schema, 'metadata.labels').type).toBe('map');
  });

  it('reads every form of the notation', () => {
    const types = parseDefinitions(`
Share = int 0..100
Name = string len1..5 /^a b$/
Outer: @one(a,b) @open a:Share b!:[Inner#name~name]{1..2} c:{Name} d:Inner?
  e:enum(X|Y)="X" f:Inner~retain g:{string#atomic}
Inner: @atomic name!:string
`);
    const outer = types.get('Outer');
    expect([outer?.exclusive, outer?.open, types.get('Inner')?.atomic]).toEqual([[['a', 'b']], true, true]);
    const field = (name: string) => outer?.fields.get(name);
    expect(field('a')?.schema).toEqual({ type: 'integer', minimum: 0, maximum: 100 });
    expect(field('b')).toMatchObject({
      required: true,
      schema: { listType: 'map', keys: ['name'], mergeKey: 'name', minItems: 1, maxItems: 2 },
    });
    expect(field('c')?.schema).toMatchObject({
      type: 'map',
      atomic: false,
      values: { minLength: 1, maxLength: 5, pattern: /^a b$/ },
    });
    expect(field('d')).toMatchObject({ nullable: true });
    expect(field('e')).toMatchObject({ defaultValue: 'X', schema: { values: ['X', 'Y'] } });
    expect(field('f')?.retainKeys).toBe(true);
    expect(field('g')?.schema).toMatchObject({ atomic: true });
  });

  it.each(['Broken', 'A: b:Nowhere', 'A: b'])('refuses %j', (text) => {
    expect(() => parseDefinitions(text)).toThrow();
  });
});
