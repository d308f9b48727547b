import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { type Column, text, wide } from './column.ts';

export const spec = (object: JsonObject): JsonObject => objectAt(object, 'spec');
export const status = (object: JsonObject): JsonObject => objectAt(object, 'status');
export const NONE = '<none>';
export const UNSET = '<unset>';

/** A number of the status, 0 when it is missing. */
export const count = (object: JsonObject, key: string): number => numberAt(status(object), key) ?? 0;

/** `a=b,c=d`, or `<none>`. */
export function labelsText(labels: JsonObject): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${String(labels[key])}`);
  return pairs.length === 0 ? NONE : pairs.join(',');
}

/** A LabelSelector as kubectl shows it. */
export function selectorText(selector: JsonObject): string {
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const values = listAt(expression, 'values').join(',');
    const operator = (textAt(expression, 'operator') ?? '').toLowerCase();
    return `${textAt(expression, 'key')} ${operator}${values === '' ? '' : ` (${values})`}`;
  });
  const labels = labelsText(objectAt(selector, 'matchLabels'));
  const parts = [...(labels === NONE ? [] : [labels]), ...expressions];
  return parts.length === 0 ? NONE : parts.join(',');
}

const containersOf = (object: StoredObject): readonly Json[] =>
  listAt(objectAt(objectAt(spec(object), 'template'), 'spec'), 'containers');

export const CONTAINERS: Column = wide(
  text('Containers', (object) =>
    containersOf(object)
      .map((container) => textAt(container, 'name') ?? '')
      .join(','),
  ),
);
export const IMAGES: Column = wide(
  text('Images', (object) =>
    containersOf(object)
      .map((container) => textAt(container, 'image') ?? '')
      .join(','),
  ),
);
export const SELECTOR: Column = wide(text('Selector', (object) => selectorText(objectAt(spec(object), 'selector'))));

/** The condition of a type, `True`, `False` or `Unknown`. */
export function conditionOf(object: JsonObject, type: string): string | undefined {
  const found = listAt(status(object), 'conditions').find(
    (condition) => isJsonObject(condition) && condition.type === type,
  );
  return textAt(found, 'status');
}
