import type { DiffLine } from '@weir/shared';
import { diffArrays } from 'diff';
import { stringify } from 'yaml';
import { isRecord, type JsonRecord, recordOf } from './json.ts';

/** Fields that the API server keeps for itself: they say nothing about what the object does. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'managedFields',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
]);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what the API server (and kubectl's bookkeeping) adds to it: what a person would write in a file. */
export function authoredPart(object: unknown): unknown {
  if (!isRecord(object)) return object;
  const { status: _, ...rest } = object;
  return isRecord(object.metadata) ? { ...rest, metadata: authoredMetadata(object.metadata) } : rest;
}

function authoredMetadata(metadata: JsonRecord): JsonRecord {
  const kept = Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key) && key !== 'annotations');
  const annotations = Object.entries(recordOf(metadata.annotations)).filter(([key]) => key !== LAST_APPLIED);
  return Object.fromEntries([
    ...kept,
    ...(annotations.length > 0 ? [['annotations', Object.fromEntries(annotations)]] : []),
  ]);
}

/**
 * The object as YAML, without the server's own fields. Quoted for YAML 1.1, which kubectl reads: there a bare `yes` is no
 * text.
 */
export const objectYaml = (object: unknown): string =>
  stringify(authoredPart(object), { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });

/** W7: the difference of two objects as lines of YAML. `null` stands for an object that does not exist. */
export function yamlDiff(before: unknown, after: unknown): DiffLine[] {
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    for (const text of part.value) {
      if (part.removed) lines.push({ kind: 'remove', before: ++left, after: null, text });
      else if (part.added) lines.push({ kind: 'add', before: null, after: ++right, text });
      else lines.push({ kind: 'same', before: ++left, after: ++right, text });
    }
  }
  return lines;
}

const linesOf = (object: unknown): string[] =>
  object === null || object === undefined ? [] : objectYaml(object).replace(/\n$/, '').split('\n');
