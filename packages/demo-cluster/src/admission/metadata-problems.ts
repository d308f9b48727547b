import { type FieldProblem, invalidField, requiredField } from '../http/status.ts';
import { isJsonObject, type JsonObject, objectAt } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import { metaText } from '../store/stored-object.ts';

interface NameRule {
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly text: string;
}

const SUBDOMAIN: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  text:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
    "alphanumeric character (e.g. 'example.com', regex used for validation is " +
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
};
const LABEL: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  text:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
    "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
};
const SERVICE_LABEL: NameRule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  text:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an " +
    "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
};
const QUALIFIED_NAME =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const ANNOTATIONS_LIMIT = 262_144;

function nameRule(kind: ResourceKind): NameRule {
  if (kind.group !== '') return SUBDOMAIN;
  if (kind.kind === 'Service') return SERVICE_LABEL;
  return kind.kind === 'Namespace' ? LABEL : SUBDOMAIN;
}

/** What is wrong with an object's name, labels and annotations, in the API server's words. */
export function metadataProblems(kind: ResourceKind, object: JsonObject): readonly FieldProblem[] {
  const labels = objectAt(object.metadata, 'labels');
  const labelProblems = Object.entries(labels).flatMap(([key, value]) => [
    ...keyProblems('metadata.labels', key),
    ...valueProblems('metadata.labels', String(value)),
  ]);
  return [...nameProblems(kind, object), ...labelProblems, ...annotationProblems(object)];
}

function nameProblems(kind: ResourceKind, object: JsonObject): readonly FieldProblem[] {
  const name = metaText(object, 'name');
  if (name === undefined) {
    const generated = metaText(object, 'generateName') !== undefined;
    return generated ? [] : [requiredField('metadata.name', 'name or generateName is required')];
  }
  const rule = nameRule(kind);
  if (name.length > rule.maxLength) {
    return [invalidField('metadata.name', JSON.stringify(name), `must be no more than ${rule.maxLength} characters`)];
  }
  if (rule === LABEL && name.includes('.'))
    return [invalidField('metadata.name', JSON.stringify(name), 'must not contain dots')];
  return rule.pattern.test(name) ? [] : [invalidField('metadata.name', JSON.stringify(name), rule.text)];
}

function keyProblems(field: string, key: string): readonly FieldProblem[] {
  const parts = key.split('/');
  const name = parts.length === 2 ? (parts[1] ?? '') : key;
  const problems: FieldProblem[] = [];
  const shown = JSON.stringify(key);
  if (parts.length > 2) {
    const text = `a qualified name must consist of ${QUALIFIED_NAME.slice('name part must consist of '.length, -1)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName'))`;
    return [invalidField(field, shown, text)];
  }
  if (parts.length === 2 && !SUBDOMAIN.pattern.test(parts[0] ?? '')) {
    problems.push(invalidField(field, shown, `prefix part ${SUBDOMAIN.text}`));
  }
  if (name === '') problems.push(invalidField(field, shown, 'name part must be non-empty'));
  else if (name.length > 63) problems.push(invalidField(field, shown, 'name part must be no more than 63 characters'));
  if (!/^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name))
    problems.push(invalidField(field, shown, QUALIFIED_NAME));
  return problems;
}

function valueProblems(field: string, value: string): readonly FieldProblem[] {
  const shown = JSON.stringify(value);
  if (value.length > 63) return [invalidField(field, shown, 'must be no more than 63 characters')];
  return /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value) ? [] : [invalidField(field, shown, LABEL_VALUE)];
}

function annotationProblems(object: JsonObject): readonly FieldProblem[] {
  const annotations = isJsonObject(object.metadata) ? objectAt(object.metadata, 'annotations') : {};
  const entries = Object.entries(annotations);
  const size = entries.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
  const problems = entries.flatMap(([key]) => keyProblems('metadata.annotations', key.toLowerCase()));
  if (size <= ANNOTATIONS_LIMIT) return problems;
  const message = `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes`;
  return [...problems, { field: 'metadata.annotations', message, reason: 'FieldValueTooLong' }];
}
