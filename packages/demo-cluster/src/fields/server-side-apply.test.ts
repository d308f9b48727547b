import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { schemaOf } from '../schema/schemas.ts';
import { toFieldsV1 } from './field-set.ts';
import { type FieldManager, type Ownership, ownershipAfterUpdate } from './managed-fields.ts';
import { type ApplyResult, applyConfiguration, conflictText } from './server-side-apply.ts';

const VIRTUAL_SERVICE = schemaOf('networking.istio.io', 'VirtualService');
const DEPLOYMENT = schemaOf('apps', 'Deployment');

const manager = (
  name: string,
  operation: 'Apply' | 'Update' = 'Apply',
  apiVersion = 'networking.istio.io/v1',
): FieldManager => ({
  name,
  operation,
  apiVersion,
  subresource: '',
  time: '2026-01-01T00:00:00Z',
});
const virtualService = (spec: JsonObject): JsonObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'a' },
  spec,
});
const applied = (result: ApplyResult): Extract<ApplyResult, { kind: 'applied' }> => {
  if (result.kind !== 'applied') throw new Error(conflictText(result.conflicts));
  return result;
};
const apply = (
  live: JsonObject,
  spec: JsonObject,
  owners: readonly Ownership[],
  name: string,
  force = false,
): ApplyResult =>
  applyConfiguration(VIRTUAL_SERVICE, live, virtualService(spec), owners, manager(name), { force, custom: true });
const fieldsOf = (owners: readonly Ownership[], name: string): JsonObject | undefined => {
  const found = owners.find((entry) => entry.name === name);
  return found === undefined ? undefined : toFieldsV1(found.set);
};

describe('D1: server-side apply', () => {
  const route = (weight: number): JsonObject[] => [{ route: [{ destination: { host: 'a' }, weight }] }];

  it('owns lists of Istio kinds whole: a weight of somebody else is a conflict about .spec.http', () => {
    const first = applied(apply({}, { hosts: ['a'], http: route(90) }, [], 'one'));
    const second = apply(first.object, { http: route(50) }, first.owners, 'two');
    expect(second.kind === 'conflict' && conflictText(second.conflicts)).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.http',
    );
    const forced = applied(apply(first.object, { http: route(50) }, first.owners, 'two', true));
    expect(fieldsOf(forced.owners, 'one')).toEqual({ 'f:spec': { 'f:hosts': {} } });
    expect(fieldsOf(forced.owners, 'two')).toEqual({ 'f:spec': { 'f:http': {} } });
  });

  it('lets two managers own the same value', () => {
    const first = applied(apply({}, { hosts: ['a'], http: route(90) }, [], 'one'));
    const second = applied(apply(first.object, { hosts: ['a'] }, first.owners, 'two'));
    const third = applied(apply(second.object, { http: route(90) }, second.owners, 'one'));
    expect(third.object.spec).toEqual({ hosts: ['a'], http: route(90) });
    expect(fieldsOf(third.owners, 'one')).toEqual({ 'f:spec': { 'f:http': {} } });
  });

  it('names who updated with the version that they spoke', () => {
    const object = virtualService({ hosts: ['a'], http: route(90) });
    const owners = ownershipAfterUpdate(
      VIRTUAL_SERVICE,
      undefined,
      object,
      [],
      manager('kubectl-edit', 'Update'),
      true,
    );
    const result = apply(object, { hosts: ['b'], http: route(1) }, owners, 'weir');
    expect(result.kind === 'conflict' && conflictText(result.conflicts)).toBe(
      'Apply failed with 2 conflicts: conflicts with "kubectl-edit" using networking.istio.io/v1:\n- .spec.hosts\n- .spec.http',
    );
  });

  it('merges containers by name and environment by name, and takes away what is no longer applied', () => {
    const deployment = (container: JsonObject): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: { template: { spec: { containers: [{ name: 'c', ...container }] } } },
    });
    const write = (live: JsonObject, container: JsonObject, owners: readonly Ownership[], name: string) =>
      applied(
        applyConfiguration(DEPLOYMENT, live, deployment(container), owners, manager(name, 'Apply', 'apps/v1'), {
          force: false,
          custom: false,
        }),
      );
    const first = write({}, { image: 'n', env: [{ name: 'A', value: '1' }] }, [], 'one');
    const second = write(first.object, { env: [{ name: 'B', value: '2' }] }, first.owners, 'two');
    expect(second.object.spec).toEqual(
      deployment({
        image: 'n',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }).spec,
    );
    const third = write(second.object, { image: 'n' }, second.owners, 'one');
    expect(third.object.spec).toEqual(deployment({ image: 'n', env: [{ name: 'B', value: '2' }] }).spec);
  });
});
