import type { Json } from '../json.ts';
import type { FieldSchema, ListSchema, ScalarSchema, Schema, StructSchema } from './schema.ts';

/**
 * Reads the compact notation of the files in definitions/. One type a line; a line that starts with a space continues the one before.
 *
 *     Name = int 0..100            a scalar with limits: `min..max`, `len1..63`, `/pattern/`
 *     Name: field:Type other!:[Type]   an object; `!` is required, `?` after the type may be null, `=json` is the default
 *
 * A type is a name, `[Type]`, `{Type}` (a map, owned whole with `{Type#atomic}`) or `enum(A|B)`. In a list `#set` and `#key,key` are the list type of server-side apply,
 * `~key` the merge key of strategic merge patch (`~` alone for scalars), and `{1..16}` after it limits its length. `field:Type~retain`
 * understands `$retainKeys`. `@one(a,b)`, `@open` and `@atomic` stand before the fields.
 */
export function parseDefinitions(...texts: readonly string[]): ReadonlyMap<string, StructSchema> {
  const known = new Map<string, Schema>(BUILT_IN);
  const structs = new Map<string, { readonly schema: StructSchema; readonly fill: () => void }>();
  const lines = texts.join('\n').replace(/\n +/g, ' ').split('\n');
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const alias = /^(\w+) = (.*)$/.exec(line);
    const struct = /^(\w+): ?(.*)$/.exec(line);
    if (alias?.[1] !== undefined && alias[2] !== undefined) known.set(alias[1], parseScalar(alias[2]));
    else if (struct?.[1] !== undefined && struct[2] !== undefined) {
      const parsed = parseStruct(struct[1], struct[2], known);
      known.set(struct[1], parsed.schema);
      structs.set(struct[1], parsed);
    } else throw new Error(`not a definition: ${line}`);
  }
  // Fields come second: a type may be used before the line that defines it.
  for (const struct of structs.values()) struct.fill();
  return new Map([...structs].map(([name, struct]) => [name, struct.schema]));
}

const scalar = (type: ScalarSchema['type'], format?: ScalarSchema['format']): Schema =>
  format === undefined ? { type } : { type, format };
const BUILT_IN: readonly (readonly [string, Schema])[] = [
  ['string', scalar('string')],
  ['time', scalar('string', 'time')],
  ['duration', scalar('string', 'duration')],
  ['quantity', scalar('intOrString', 'quantity')],
  ['int', scalar('integer')],
  ['int32', scalar('integer', 'int32')],
  ['int64', scalar('integer', 'int64')],
  ['number', scalar('number')],
  ['bool', scalar('boolean')],
  ['intstr', scalar('intOrString')],
  ['any', { type: 'any' }],
  ['object', { type: 'any' }],
];

/** `min..max`, either side may be missing. */
function range<L extends string, H extends string>(text: string, low: L, high: H): { [K in L | H]?: number } {
  const [from = '', to = ''] = text.split('..');
  const limits: Record<string, number> = {};
  if (from !== '') limits[low] = Number(from);
  if (to !== '') limits[high] = Number(to);
  return limits as { [K in L | H]?: number };
}

function parseScalar(text: string): Schema {
  const pattern = / \/(.*)\/$/.exec(text);
  const [base = '', ...limits] = (pattern === null ? text : text.slice(0, pattern.index)).split(' ');
  let schema = typeOf(base, new Map(BUILT_IN)) as ScalarSchema;
  for (const limit of limits) {
    const found = limit.startsWith('len')
      ? range(limit.slice(3), 'minLength', 'maxLength')
      : range(limit, 'minimum', 'maximum');
    schema = { ...schema, ...found };
  }
  return pattern?.[1] === undefined ? schema : { ...schema, pattern: new RegExp(pattern[1]) };
}

function parseStruct(
  name: string,
  text: string,
  known: ReadonlyMap<string, Schema>,
): { readonly schema: StructSchema; readonly fill: () => void } {
  const tokens = text.split(' ').filter((part) => part !== '');
  const fields = new Map<string, FieldSchema>();
  const exclusive = tokens.filter((token) => token.startsWith('@one(')).map((token) => token.slice(5, -1).split(','));
  const flags = { open: tokens.includes('@open'), atomic: tokens.includes('@atomic') };
  const fill = (): void => {
    for (const token of tokens.filter((part) => !part.startsWith('@'))) {
      const field = /^([\w$]+)(!?):([^=]+)(?:=(.*))?$/.exec(token);
      if (field?.[1] === undefined || field[3] === undefined) throw new Error(`not a field of ${name}: ${token}`);
      fields.set(field[1], parseField(field[3], field[2] === '!', field[4], known));
    }
  };
  return { schema: { type: 'object', name, fields, exclusive, ...flags }, fill };
}

function parseField(
  text: string,
  required: boolean,
  value: string | undefined,
  known: ReadonlyMap<string, Schema>,
): FieldSchema {
  const retainKeys = text.endsWith('~retain');
  const bare = retainKeys ? text.slice(0, -'~retain'.length) : text;
  const nullable = bare.endsWith('?');
  const schema = typeOf(nullable ? bare.slice(0, -1) : bare, known);
  const field = { schema, required, nullable, retainKeys };
  return value === undefined ? field : { ...field, defaultValue: JSON.parse(value) as Json };
}

function typeOf(text: string, known: ReadonlyMap<string, Schema>): Schema {
  if (text.startsWith('[')) return listOf(text, known);
  if (text.startsWith('{')) {
    const atomic = text.endsWith('#atomic}');
    return { type: 'map', values: typeOf(text.slice(1, atomic ? -'#atomic}'.length : -1), known), atomic };
  }
  if (text.startsWith('enum(')) {
    const values = text.slice(5, -1).split('|');
    return values.every((value) => /^\d+$/.test(value)) ? { type: 'integer', values } : { type: 'string', values };
  }
  const found = known.get(text);
  if (found === undefined) throw new Error(`unknown type ${text}`);
  return found;
}

function listOf(text: string, known: ReadonlyMap<string, Schema>): ListSchema {
  const end = text.lastIndexOf(']');
  const inner = /^\[(.+?)(?:#([\w,]+))?(?:~(\w*))?$/.exec(text.slice(0, end));
  if (inner?.[1] === undefined) throw new Error(`not a list: ${text}`);
  const keys = inner[2] === undefined || inner[2] === 'set' ? [] : inner[2].split(',');
  const listType = inner[2] === undefined ? 'atomic' : inner[2] === 'set' ? 'set' : 'map';
  const list: ListSchema = {
    type: 'array',
    items: typeOf(inner[1], known),
    listType,
    keys,
    ...range(text.slice(end + 2, -1), 'minItems', 'maxItems'),
  };
  return inner[3] === undefined ? list : { ...list, mergeKey: inner[3] };
}
