import { describe, expect, it } from 'vitest';
import { kindOf } from '../kinds/kinds.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { fieldSelector, labelSelector } from './selectors.ts';

const object = (labels: Record<string, string>, rest: object = {}): StoredObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: '', resourceVersion: '', creationTimestamp: '', labels },
    ...rest,
  }) as StoredObject;
const POD = kindOf('pods', '');

describe('D1: selectors', () => {
  it.each([
    ['', {}, true],
    ['app=a', { app: 'a' }, true],
    ['app==a,tier!=db', { app: 'a', tier: 'web' }, true],
    ['app=a,tier!=db', { app: 'a', tier: 'db' }, false],
    ['tier!=db', {}, true],
    ['app in (a, b)', { app: 'b' }, true],
    ['app notin (a,b)', { app: 'c' }, true],
    ['app notin (a,b)', {}, true],
    ['app', { app: '' }, true],
    ['!app', { app: '' }, false],
    ['app=', { app: '' }, true],
    ['example.com/app=a', { 'example.com/app': 'a' }, true],
    ['app in (a),version in (1,2)', { app: 'a', version: '2' }, true],
  ] as [string, Record<string, string>, boolean][])('%j on %j: %s', (text, labels, expected) => {
    expect(labelSelector(text)(object(labels))).toBe(expected);
  });

  it.each(['a===b', 'a in b', 'a in (b', '=a', 'a=b c'])('refuses %j', (text) => {
    expect(() => labelSelector(text)).toThrow('unable to parse requirement');
  });

  it.each([
    ['metadata.name=p', true],
    ['metadata.name!=p', false],
    ['metadata.namespace=n,status.phase=Running', true],
    ['status.phase!=Running', false],
  ])('field %s: %s', (text, expected) => {
    if (POD === undefined) throw new Error('pods are not served');
    expect(fieldSelector(POD, text)(object({}, { status: { phase: 'Running' } }))).toBe(expected);
  });
});
