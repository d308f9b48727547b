import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';
import type { Schema } from '../schema/schema.ts';
import { groupsOf, versionsOf } from './discovery.ts';

const pathOf = (group: string, version: string): string =>
  group === '' ? `api/${version}` : `apis/${group}/${version}`;

/** `GET /openapi/v3`: where the documents are. */
export const openApiIndex = (kinds: readonly ResourceKind[]): JsonObject => ({
  paths: Object.fromEntries(
    groupsOf(kinds)
      .flatMap((group) => versionsOf(kinds, group).map((version) => pathOf(group, version)))
      .map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=1` }]),
  ),
});

const documents = new Map<string, JsonObject>();

/** `GET /openapi/v3/<path>`: kinds and their fields, as far as kubectl asks; undefined when not served. */
export function openApiDocument(kinds: readonly ResourceKind[], path: string): JsonObject | undefined {
  for (const group of groupsOf(kinds)) {
    for (const version of versionsOf(kinds, group)) {
      if (pathOf(group, version) !== path) continue;
      // The kinds of one group come and go together.
      const document = documents.get(path) ?? documentOf(kinds, group, version);
      documents.set(path, document);
      return document;
    }
  }
  return undefined;
}

function documentOf(served: readonly ResourceKind[], group: string, version: string): JsonObject {
  const kinds = served.filter((kind) => kind.group === group && kind.versions.includes(version));
  const schemas: JsonObject = {};
  for (const kind of kinds) {
    const schema = jsonSchema(kind.schema, schemas, `${group}.${version}`);
    const reference =
      isJsonObject(schema) && typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
    const component = reference === undefined ? undefined : schemas[reference];
    if (isJsonObject(component)) component['x-kubernetes-group-version-kind'] = [{ group, version, kind: kind.kind }];
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.34.4' },
    paths: Object.fromEntries(kinds.map((kind) => [itemPath(kind, version), itemOperations(kind, version)])),
    components: { schemas },
  };
}

function itemPath(kind: ResourceKind, version: string): string {
  const namespace = kind.namespaced ? 'namespaces/{namespace}/' : '';
  return `/${pathOf(kind.group, version)}/${namespace}${kind.plural}/{name}`;
}

/**
 * The operations of one object. A patch with `fieldValidation` tells kubectl that the server validates. Strategic merge patch is left
 * unnamed: kubectl then takes the merge keys of its own types.
 */
function itemOperations(kind: ResourceKind, version: string): JsonObject {
  const gvk = { group: kind.group, version, kind: kind.kind };
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  const operation = (action: string): JsonObject => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    parameters,
    responses: { '200': { description: 'OK' } },
  });
  return { get: operation('get'), put: operation('put'), patch: operation('patch'), delete: operation('delete') };
}

/** A schema as OpenAPI has it; structs become components. */
function jsonSchema(schema: Schema, components: JsonObject, prefix: string): Json {
  switch (schema.type) {
    case 'any':
      return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    case 'map':
      return { type: 'object', additionalProperties: jsonSchema(schema.values, components, prefix) };
    case 'array':
      return { type: 'array', items: jsonSchema(schema.items, components, prefix) };
    case 'object':
      return structSchema(schema, components, prefix);
    case 'intOrString':
      return { 'x-kubernetes-int-or-string': true };
    default:
      return {
        type: schema.type,
        ...(schema.format === 'int32' || schema.format === 'int64' ? { format: schema.format } : {}),
        ...(schema.format === 'time' ? { format: 'date-time' } : {}),
        ...(schema.values === undefined ? {} : { enum: [...schema.values] }),
      };
  }
}

function structSchema(schema: Extract<Schema, { type: 'object' }>, components: JsonObject, prefix: string): Json {
  const name = `${prefix.replace(/^\./, 'core.')}.${schema.name}`;
  const reference = { $ref: `#/components/schemas/${name}` };
  if (components[name] !== undefined) return reference;
  const component: JsonObject = { type: 'object', description: schema.name };
  components[name] = component;
  component.properties = Object.fromEntries(
    [...schema.fields].map(([key, field]) => [key, jsonSchema(field.schema, components, prefix)]),
  );
  const required = [...schema.fields].filter(([, field]) => field.required).map(([key]) => key);
  if (required.length > 0) component.required = required;
  return reference;
}

/** The schema of a kind in one piece, for its CustomResourceDefinition. */
export function inlineSchema(schema: Schema): Json {
  if (schema.type === 'object') {
    const fields = [...schema.fields].filter(([, field]) => field.schema.type !== 'any');
    return {
      type: 'object',
      ...(schema.open ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
      properties: Object.fromEntries(
        fields.map(([key, field]) => [key, key === 'metadata' ? { type: 'object' } : inlineSchema(field.schema)]),
      ),
    };
  }
  if (schema.type === 'array') return { type: 'array', items: inlineSchema(schema.items) };
  if (schema.type === 'map') return { type: 'object', additionalProperties: inlineSchema(schema.values) };
  return jsonSchema(schema, {}, '');
}

/** The CustomResourceDefinition of a kind. */
export const customResourceDefinition = (kind: ResourceKind): JsonObject => ({
  apiVersion: apiVersionOf('apiextensions.k8s.io', 'v1'),
  kind: 'CustomResourceDefinition',
  metadata: { name: `${kind.plural}.${kind.group}` },
  spec: {
    group: kind.group,
    names: {
      kind: kind.kind,
      listKind: `${kind.kind}List`,
      plural: kind.plural,
      singular: kind.singular,
      ...(kind.shortNames.length === 0 ? {} : { shortNames: [...kind.shortNames] }),
      ...(kind.categories.length === 0 ? {} : { categories: [...kind.categories] }),
    },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    conversion: { strategy: 'None' },
    versions: kind.versions.map((version) => ({
      name: version,
      served: true,
      storage: version === kind.storageVersion,
      schema: { openAPIV3Schema: inlineSchema(kind.schema) },
      ...(kind.subresources.includes('status') ? { subresources: { status: {} } } : {}),
    })),
  },
  status: {
    acceptedNames: { kind: kind.kind, plural: kind.plural },
    storedVersions: [kind.storageVersion],
    conditions: [
      { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
      {
        type: 'Established',
        status: 'True',
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      },
    ],
  },
});
