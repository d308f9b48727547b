import type { KubernetesObject } from '@weir/mesh';
import type { ClusterWriter } from '../../ports/cluster-writer.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createResourceFinder } from './known-resources.ts';
import { keepWhole } from './project.ts';
import { resourcePath } from './resource-path.ts';

/** The name under which Weir's fields stand in managedFields. */
const FIELD_MANAGER = 'weir';

/**
 * Reads and writes single objects. Writes are validated strictly: by default the API server drops a field that its schema
 * does not know and only warns, and an object that lost a field is not what the person has seen in the plan.
 */
export function createClusterWriter(api: ApiClient): ClusterWriter {
  const find = createResourceFinder(api);
  const writeQuery = (dryRun: boolean) => ({
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    dryRun: dryRun ? 'All' : undefined,
  });

  return {
    get: async (_caller, ref) => {
      try {
        const path = resourcePath(await find(ref), ref.namespace, ref.name);
        return readObject(ref.apiVersion, ref.kind, await api.json({ method: 'GET', path }));
      } catch (error) {
        if (error instanceof ApiError && error.kind === 'not-found') return undefined;
        throw error;
      }
    },
    create: async (_caller, object, { dryRun }) => {
      const { apiVersion, kind, metadata } = object;
      const path = resourcePath(await find(object), metadata.namespace ?? 'default', undefined, writeQuery(dryRun));
      return readObject(apiVersion, kind, await api.json({ method: 'POST', path, body: object }));
    },
    patch: async (_caller, ref, operations, { dryRun }) => {
      const path = resourcePath(await find(ref), ref.namespace, ref.name, writeQuery(dryRun));
      const contentType = 'application/json-patch+json';
      return readObject(
        ref.apiVersion,
        ref.kind,
        await api.json({ method: 'PATCH', path, body: operations, contentType }),
      );
    },
    delete: async (_caller, ref, resourceVersion) => {
      const path = resourcePath(await find(ref), ref.namespace, ref.name);
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { resourceVersion } };
      await api.text({ method: 'DELETE', path, body });
    },
  };
}

function readObject(apiVersion: string, kind: string, body: unknown): KubernetesObject {
  const object = keepWhole(apiVersion, kind, body);
  if (object !== undefined) return object;
  throw new ApiError('internal', 200, `The API server answered with something that is no ${kind}.`);
}
