import { SLICE_KIND_NAMES, SLICE_KINDS, type SliceKind } from '@weir/mesh';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import { compareVersions } from './kube-version.ts';

const ISTIO_GROUP = 'networking.istio.io';
const GATEWAY_API_GROUP = 'gateway.networking.k8s.io';
const TIMEOUT_MS = 10_000;

/** What the cluster serves, as far as Weir uses it. */
export interface Discovery {
  /** As `v1.34.4`; empty when the server does not say. */
  readonly version: string;
  /** The apiVersion of each kind that is served, the newest one. */
  readonly served: ReadonlyMap<SliceKind, string>;
  readonly networkingVersion: string | undefined;
  readonly gatewayApi: boolean;
  /** True when the server would not tell, and `v1` of everything was assumed. */
  readonly assumed: boolean;
}

/** Asks the API server what it serves. Rejects with an ApiError. */
export async function discover(api: ApiClient, signal: AbortSignal): Promise<Discovery> {
  const get = (path: string): Promise<unknown> => api.json({ method: 'GET', path, timeoutMs: TIMEOUT_MS, signal });
  const version = await get('/version').then(readVersion, ifRefused(''));
  const groups = await get('/apis').then(readGroups, ifRefused(undefined));
  if (groups === undefined) return assumption(version);

  const versions = [...(groups.get(ISTIO_GROUP) ?? [])].sort(compareVersions);
  const resources = await Promise.all(
    versions.map(async (name) => ({
      name,
      plurals: await get(`/apis/${ISTIO_GROUP}/${name}`).then(readPlurals, ifRefused(new Set<string>())),
    })),
  );
  const served = new Map<SliceKind, string>();
  for (const kind of SLICE_KIND_NAMES) {
    const { group } = SLICE_KINDS[kind];
    const newest = group === ISTIO_GROUP ? resources.find(({ plurals }) => plurals.has(kind))?.name : 'v1';
    if (newest !== undefined) served.set(kind, apiVersionOf(group, newest));
  }
  const routing =
    resources.find(({ plurals }) => plurals.has('virtualservices')) ??
    resources.find(({ plurals }) => plurals.size > 0);
  return {
    version,
    served,
    networkingVersion: routing?.name,
    gatewayApi: groups.has(GATEWAY_API_GROUP),
    assumed: false,
  };
}

/** Somebody may be denied discovery and still be allowed to list: then the lists themselves show what is served. */
function assumption(version: string): Discovery {
  const served = new Map(SLICE_KIND_NAMES.map((kind) => [kind, apiVersionOf(SLICE_KINDS[kind].group, 'v1')] as const));
  return { version, served, networkingVersion: 'v1', gatewayApi: false, assumed: true };
}

/** A refusal or a missing path is an answer; anything else is an error. */
function ifRefused<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ApiError && (error.kind === 'forbidden' || error.kind === 'not-found')) return answer;
    throw error;
  };
}

const apiVersionOf = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);
const readVersion = (body: unknown): string => textOf(fieldsOf(body).gitVersion) ?? '';

function readGroups(body: unknown): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const entry of listOf(fieldsOf(body).groups)) {
    const { name, versions } = fieldsOf(entry);
    if (typeof name !== 'string') continue;
    const names = listOf(versions).map((version) => textOf(fieldsOf(version).version));
    groups.set(
      name,
      names.filter((version) => version !== undefined),
    );
  }
  return groups;
}

function readPlurals(body: unknown): ReadonlySet<string> {
  const names = listOf(fieldsOf(body).resources).map((resource) => textOf(fieldsOf(resource).name));
  return new Set(names.filter((name) => name !== undefined));
}
