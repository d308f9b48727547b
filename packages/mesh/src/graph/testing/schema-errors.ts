/** Checks a value against a JSON schema as far as the contract uses them; the domain has no validator of its own. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

export function schemaErrors(schema: object, value: unknown, path = ''): readonly string[] {
  const { type, anyOf, items, properties, required, patternProperties, ...rest } = schema as Schema;
  if ('const' in rest) return rest.const === value ? [] : [`${path}: not ${String(rest.const)}`];
  if (anyOf !== undefined) {
    return anyOf.some((one) => schemaErrors(one, value, path).length === 0) ? [] : [`${path}: none of the choices`];
  }
  if (type === 'array') {
    if (!Array.isArray(value)) return [`${path}: no list`];
    return value.flatMap((item, at) => schemaErrors(items ?? {}, item, `${path}/${at}`));
  }
  if (type === 'object') {
    if (typeof value !== 'object' || value === null) return [`${path}: no object`];
    const record = value as Record<string, unknown>;
    const missing = (required ?? []).filter((key) => record[key] === undefined).map((key) => `${path}/${key}: missing`);
    const own = Object.entries(record).flatMap(([key, item]) => {
      const known = properties?.[key] ?? Object.values(patternProperties ?? {})[0];
      return known === undefined
        ? [`${path}/${key}: not in the contract`]
        : schemaErrors(known, item, `${path}/${key}`);
    });
    return [...missing, ...own];
  }
  if (type === 'integer') return Number.isInteger(value) ? [] : [`${path}: ${String(value)} is no whole number`];
  if (type === 'number') return Number.isFinite(value) ? [] : [`${path}: ${String(value)} is no number`];
  if (type === 'null') return value === null ? [] : [`${path}: not null`];
  return type === undefined || typeof value === type ? [] : [`${path}: no ${type}`];
}
