import { type FieldProblem, invalidField, requiredField } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, sameJson, textAt } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';

const CONTROLLERS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);
const NEGATIVE = 'must be greater than or equal to 0';

/** What is wrong with an object of a built-in kind, as far as the demo cluster checks it. `before` is the stored one on an update. */
export function builtInProblems(
  kind: ResourceKind,
  object: JsonObject,
  before: JsonObject | undefined,
): readonly FieldProblem[] {
  if (CONTROLLERS.has(kind.kind)) return controllerProblems(object, before);
  const spec = objectAt(object, 'spec');
  switch (kind.kind) {
    case 'Pod':
      return podProblems(spec, 'spec');
    case 'Service':
      return serviceProblems(spec, before);
    case 'Job':
      return podProblems(objectAt(objectAt(spec, 'template'), 'spec'), 'spec.template.spec');
    case 'ConfigMap':
      return configMapProblems(object, before);
    case 'ControllerRevision':
      return revisionProblems(object, before);
    default:
      return [];
  }
}

function podProblems(spec: JsonObject, path: string): readonly FieldProblem[] {
  const containers = listAt(spec, 'containers');
  if (containers.length === 0) return [requiredField(`${path}.containers`)];
  return containers.flatMap((container, index) => {
    const at = `${path}.containers[${index}]`;
    return [
      ...(textAt(container, 'name') === undefined ? [requiredField(`${at}.name`)] : []),
      ...(textAt(container, 'image') === undefined ? [requiredField(`${at}.image`)] : []),
    ];
  });
}

function controllerProblems(object: JsonObject, before: JsonObject | undefined): readonly FieldProblem[] {
  const spec = objectAt(object, 'spec');
  const selector = objectAt(spec, 'selector');
  const wanted = objectAt(selector, 'matchLabels');
  const template = objectAt(spec, 'template');
  const labels = objectAt(template, 'metadata').labels;
  const problems: FieldProblem[] = [];
  const replicas = numberAt(spec, 'replicas') ?? 0;
  if (replicas < 0) problems.push(invalidField('spec.replicas', String(replicas), NEGATIVE));
  const empty = Object.keys(wanted).length === 0 && listAt(selector, 'matchExpressions').length === 0;
  if (spec.selector === undefined) problems.push(requiredField('spec.selector'));
  else if (empty) problems.push(invalidField('spec.selector', '{}', 'empty selector is invalid for deployment'));
  if (empty || !matches(wanted, labels)) {
    const shown = labels === undefined ? 'null' : JSON.stringify(labels);
    problems.push(invalidField('spec.template.metadata.labels', shown, '`selector` does not match template `labels`'));
  }
  problems.push(...podProblems(objectAt(template, 'spec'), 'spec.template.spec'), ...strategyProblems(spec));
  const stored = before === undefined ? undefined : objectAt(before, 'spec').selector;
  if (stored !== undefined && spec.selector !== undefined && !sameJson(stored, selector)) {
    problems.push(invalidField('spec.selector', JSON.stringify(selector), 'field is immutable'));
  }
  return problems;
}

function strategyProblems(spec: JsonObject): readonly FieldProblem[] {
  const strategy = objectAt(spec, 'strategy');
  if (textAt(strategy, 'type') !== 'Recreate' || strategy.rollingUpdate === undefined) return [];
  const message = "Forbidden: may not be specified when strategy `type` is 'Recreate'";
  return [{ field: 'spec.strategy.rollingUpdate', message, reason: 'FieldValueForbidden' }];
}

const matches = (wanted: JsonObject, labels: Json | undefined): boolean =>
  isJsonObject(labels) ? Object.entries(wanted).every(([key, value]) => labels[key] === value) : false;

const isPort = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 65_535;

function serviceProblems(spec: JsonObject, before: JsonObject | undefined): readonly FieldProblem[] {
  const ports = listAt(spec, 'ports');
  const type = textAt(spec, 'type');
  const problems: FieldProblem[] = [];
  const headless = textAt(spec, 'clusterIP') === 'None';
  if (type === 'ExternalName') {
    if (textAt(spec, 'externalName') === undefined) problems.push(requiredField('spec.externalName'));
  } else if (ports.length === 0 && !headless) problems.push(requiredField('spec.ports'));
  problems.push(...ports.flatMap((port, index) => servicePortProblems(port, `spec.ports[${index}]`, ports.length > 1)));
  const stored = before === undefined ? undefined : textAt(objectAt(before, 'spec'), 'clusterIP');
  const clusterIP = textAt(spec, 'clusterIP');
  if (stored !== undefined && clusterIP !== undefined && clusterIP !== stored && type !== 'ExternalName') {
    problems.push(invalidField('spec.clusterIPs[0]', JSON.stringify([clusterIP]), 'may not change once set'));
  }
  return problems;
}

function servicePortProblems(port: Json, path: string, several: boolean): readonly FieldProblem[] {
  const range = 'must be between 1 and 65535, inclusive';
  const number = numberAt(port, 'port') ?? 0;
  const target = isJsonObject(port) ? port.targetPort : undefined;
  return [
    ...(several && textAt(port, 'name') === undefined ? [requiredField(`${path}.name`)] : []),
    ...(isPort(number) ? [] : [invalidField(`${path}.port`, String(number), range)]),
    ...(typeof target === 'number' && !isPort(target)
      ? [invalidField(`${path}.targetPort`, String(target), range)]
      : []),
  ];
}

function configMapProblems(object: JsonObject, before: JsonObject | undefined): readonly FieldProblem[] {
  if (before?.immutable !== true || sameJson(before.data, object.data)) return [];
  const message = 'Forbidden: field is immutable when `immutable` is set';
  return [{ field: 'data', message, reason: 'FieldValueForbidden' }];
}

function revisionProblems(object: JsonObject, before: JsonObject | undefined): readonly FieldProblem[] {
  if (before !== undefined && !sameJson(before.data, object.data)) {
    return [invalidField('data', JSON.stringify(object.data ?? null), 'field is immutable')];
  }
  return object.data === undefined || object.data === null ? [requiredField('data', 'data is mandatory')] : [];
}
