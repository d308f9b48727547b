import type { Json } from '../json.ts';

/** A number, text or truth value, with its limits. */
export interface ScalarSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'intOrString';
  /** `int32` and `int64` for integers; `duration` (at least 1 ms), `time` and `quantity` for strings. */
  readonly format?: 'int32' | 'int64' | 'duration' | 'time' | 'quantity';
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

/** A list. Server-side apply owns an `atomic` one whole, a `set` by value, a `map` by its keys. */
export interface ListSchema {
  readonly type: 'array';
  readonly items: Schema;
  readonly listType: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  /** Strategic merge patch: the key that merges items, '' for a list of scalars, undefined for a list that is replaced. */
  readonly mergeKey?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface MapSchema {
  readonly type: 'map';
  readonly values: Schema;
  /** Server-side apply owns it whole. */
  readonly atomic: boolean;
}

export interface FieldSchema {
  readonly schema: Schema;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly defaultValue?: Json;
  /** Strategic merge patch: `$retainKeys` is understood here. */
  readonly retainKeys: boolean;
}

/** An object with known fields. */
export interface StructSchema {
  readonly type: 'object';
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Of each group, at most one field may be set. */
  readonly exclusive: readonly (readonly string[])[];
  /** Unknown fields are kept. */
  readonly open: boolean;
  /** Server-side apply owns it whole. */
  readonly atomic: boolean;
}

/** Anything, kept as it is. */
export interface AnySchema {
  readonly type: 'any';
}

export type Schema = ScalarSchema | ListSchema | MapSchema | StructSchema | AnySchema;
