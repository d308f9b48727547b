import { SLICE_KIND_NAMES, SLICE_KINDS } from '@weir/mesh';
import type { ObjectRef } from '@weir/shared';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import type { Resource } from './resource-path.ts';

/** Finds the resource of a kind: known ones without a request, others by discovery, remembered. */
export type ResourceFinder = (ref: Pick<ObjectRef, 'apiVersion' | 'kind'>) => Promise<Resource>;

/** Other kinds that Weir writes or reads, by `<group>/<kind>`. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['apps/ControllerRevision', 'controllerrevisions'],
  ['/Event', 'events'],
  ['/ConfigMap', 'configmaps'],
]);

const KNOWN: ReadonlyMap<string, string> = new Map([
  ...OTHERS,
  ...SLICE_KIND_NAMES.map((plural) => [`${SLICE_KINDS[plural].group}/${SLICE_KINDS[plural].kind}`, plural] as const),
]);

export function createResourceFinder(api: ApiClient): ResourceFinder {
  const discovered = new Map<string, string>();
  return async ({ apiVersion, kind }) => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const known = KNOWN.get(`${group}/${kind}`) ?? discovered.get(`${apiVersion}/${kind}`);
    if (known !== undefined) return { apiVersion, plural: known };
    const plural = await discoverPlural(api, apiVersion, kind);
    discovered.set(`${apiVersion}/${kind}`, plural);
    return { apiVersion, plural };
  };
}

async function discoverPlural(api: ApiClient, apiVersion: string, kind: string): Promise<string> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const list = await api.json({ method: 'GET', path });
  for (const resource of listOf(fieldsOf(list).resources)) {
    const fields = fieldsOf(resource);
    const name = textOf(fields.name);
    // Subresources, as deployments/scale, have kinds of their own.
    if (name !== undefined && !name.includes('/') && fields.kind === kind) return name;
  }
  throw new ApiError('not-found', 404, `The cluster serves no kind ${kind} in ${apiVersion}.`);
}
