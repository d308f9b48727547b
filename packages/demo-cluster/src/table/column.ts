import type { Json } from '../json.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import { ageText } from './age.ts';

/** One column of a kind's table. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  /** Shown only with `-o wide`. */
  readonly wide: boolean;
  readonly format: string;
  readonly cell: (object: StoredObject, nowMs: number) => Json;
}

type Cell = Column['cell'];

export const text = (name: string, cell: Cell): Column => ({ name, type: 'string', wide: false, format: '', cell });
export const integer = (name: string, cell: Cell): Column => ({ ...text(name, cell), type: 'integer' });
export const wide = (column: Column): Column => ({ ...column, wide: true });
export const NAME: Column = { ...text('Name', (object) => object.metadata.name), format: 'name' };
export const AGE: Column = text('Age', (object, nowMs) => ageText(metaText(object, 'creationTimestamp'), nowMs));
/** Age as CustomResourceDefinitions have it. */
export const DATE_AGE: Column = { ...AGE, type: 'date' };
