import type { JsonObject } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import { resourceName } from '../kinds/resource-kind.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { AGE, type Column, DATE_AGE, NAME } from './column.ts';
import { CORE_COLUMNS } from './core-columns.ts';
import { CUSTOM_COLUMNS } from './custom-columns.ts';
import { WORKLOAD_COLUMNS } from './workload-columns.ts';

/** What a row carries besides its cells. */
export type IncludeObject = 'Metadata' | 'Object' | 'None';

function columnsOf(kind: ResourceKind): readonly Column[] {
  const name = resourceName(kind);
  return (
    CORE_COLUMNS[name] ??
    WORKLOAD_COLUMNS[name] ??
    CUSTOM_COLUMNS[name] ??
    (kind.custom ? [NAME, DATE_AGE] : [NAME, AGE])
  );
}

/** The metadata of an object alone. */
export const partialMetadata = (object: StoredObject): JsonObject => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: object.metadata,
});

/** The objects as the API's Table: columns, and a row an object. Watches send the columns once (`withColumns`). */
export function tableOf(
  kind: ResourceKind,
  objects: readonly StoredObject[],
  metadata: JsonObject,
  options: {
    readonly nowMs: number;
    readonly include: IncludeObject;
    readonly withColumns?: boolean;
    readonly whole: (object: StoredObject) => JsonObject;
  },
): JsonObject {
  const columns = columnsOf(kind);
  const definitions = columns.map((column) => ({
    name: column.name,
    type: column.type,
    format: column.format,
    description: '',
    priority: column.wide ? 1 : 0,
  }));
  const carried = (object: StoredObject): JsonObject | null => {
    if (options.include === 'None') return null;
    return options.include === 'Object' ? options.whole(object) : partialMetadata(object);
  };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: options.withColumns === false ? null : definitions,
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, options.nowMs)),
      object: carried(object),
    })),
  };
}
