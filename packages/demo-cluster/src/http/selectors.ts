import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import { labelsOf, metaText, type StoredObject } from '../store/stored-object.ts';
import { badRequest } from './status.ts';

export type Selector = (object: StoredObject) => boolean;

/** Reads `labelSelector`: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas. Throws 400 as the API server does. */
export function labelSelector(text: string): Selector {
  const requirements = splitOutsideParentheses(text).map(labelRequirement);
  return (object) => {
    if (requirements.length === 0) return true;
    const labels = labelsOf(object);
    return requirements.every((requirement) => requirement(labels));
  };
}

type LabelRequirement = (labels: ReadonlyMap<string, string>) => boolean;

function splitOutsideParentheses(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const KEY = '[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?';
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s+(.*)$`);
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|!=|=)\\s*(.*)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

function labelRequirement(text: string): LabelRequirement {
  const set = SET.exec(text);
  if (set?.[1] !== undefined && set[4] !== undefined) return setRequirement(set[1], set[3] === 'in', set[4]);
  const equality = EQUALITY.exec(text);
  if (equality?.[1] !== undefined) return equalityRequirement(equality[1], equality[3] ?? '=', equality[4] ?? '');
  const exists = EXISTS.exec(text);
  const key = exists?.[2];
  if (key === undefined) throw badRequest(`unable to parse requirement: found '${text}', expected: identifier`);
  return exists?.[1] === '!' ? (labels) => !labels.has(key) : (labels) => labels.has(key);
}

function setRequirement(key: string, isIn: boolean, list: string): LabelRequirement {
  const values = /^\(([^()]*)\)$/.exec(list.trim());
  if (values?.[1] === undefined) throw badRequest(`unable to parse requirement: found '${list}' expected: '('`);
  const known = new Set(values[1].split(',').map((value) => value.trim()));
  return (labels) => {
    const value = labels.get(key);
    return isIn ? value !== undefined && known.has(value) : value === undefined || !known.has(value);
  };
}

function equalityRequirement(key: string, operator: string, value: string): LabelRequirement {
  if (value.startsWith('=')) throw badRequest("unable to parse requirement: found '=', expected: identifier");
  if (!VALUE.test(value))
    throw badRequest(`unable to parse requirement: values[0][${key}]: Invalid value: ${JSON.stringify(value)}`);
  return operator === '!=' ? (labels) => labels.get(key) !== value : (labels) => labels.get(key) === value;
}

/** Fields that a `fieldSelector` may name besides metadata.name and metadata.namespace. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
};

/** Reads `fieldSelector`: `field=value`, `field==value`, `field!=value`, joined by commas. Throws 400 for fields that the kind does not know. */
export function fieldSelector(kind: ResourceKind, text: string): Selector {
  const requirements = text
    .split(',')
    .filter((part) => part !== '')
    .map((part): Selector => {
      const found = /^([^=!]+)(==|!=|=)(.*)$/.exec(part);
      if (found?.[1] === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      const [, field, operator, value = ''] = found;
      const known = ['metadata.name', ...(kind.namespaced ? ['metadata.namespace'] : []), ...(FIELDS[kind.kind] ?? [])];
      if (!known.includes(field)) throw badRequest(`field label not supported: ${field}`);
      return (object) => (fieldText(object, field) === value) === (operator !== '!=');
    });
  return (object) => requirements.every((requirement) => requirement(object));
}

function fieldText(object: JsonObject, field: string): string {
  const [top = '', inner] = field.split('.');
  if (top === 'metadata') return metaText(object, inner ?? '') ?? '';
  if (top === 'source') return textAt(objectAt(object, 'source'), 'component') ?? '';
  const value = inner === undefined ? object[top] : objectAt(object, top)[inner];
  return value === undefined || value === null ? '' : String(value);
}
