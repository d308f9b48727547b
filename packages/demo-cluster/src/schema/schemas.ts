import { GATEWAY_API } from './definitions/gateway-api.ts';
import { ISTIO_DESTINATION_RULE } from './definitions/istio-destination-rule.ts';
import { ISTIO_NETWORKING } from './definitions/istio-networking.ts';
import { ISTIO_SECURITY } from './definitions/istio-security.ts';
import { ISTIO_VIRTUAL_SERVICE } from './definitions/istio-virtual-service.ts';
import { KUBERNETES_APPS } from './definitions/kubernetes-apps.ts';
import { KUBERNETES_CORE } from './definitions/kubernetes-core.ts';
import { KUBERNETES_META } from './definitions/kubernetes-meta.ts';
import { KUBERNETES_POD } from './definitions/kubernetes-pod.ts';
import { KUBERNETES_VOLUMES } from './definitions/kubernetes-volumes.ts';
import { parseDefinitions } from './parse-definitions.ts';
import type { FieldSchema, Schema, StructSchema } from './schema.ts';

const KUBERNETES = parseDefinitions(
  KUBERNETES_META,
  KUBERNETES_VOLUMES,
  KUBERNETES_POD,
  KUBERNETES_CORE,
  KUBERNETES_APPS,
);
const ISTIO = parseDefinitions(ISTIO_DESTINATION_RULE, ISTIO_VIRTUAL_SERVICE, ISTIO_NETWORKING, ISTIO_SECURITY);
const GATEWAY = parseDefinitions(GATEWAY_API);

function definitionsOf(group: string): ReadonlyMap<string, StructSchema> {
  if (group.endsWith('.istio.io')) return ISTIO;
  return group === 'gateway.networking.k8s.io' ? GATEWAY : KUBERNETES;
}

const field = (schema: Schema): FieldSchema => ({ schema, required: false, nullable: false, retainKeys: false });
const TEXT = field({ type: 'string' });

/** The schema of ObjectMeta, the same for every kind. */
export const META_SCHEMA: Schema = KUBERNETES.get('ObjectMeta') ?? { type: 'any' };

/** The schema of a whole object of the kind, with apiVersion, kind and metadata. Throws for a kind without a definition. */
export function schemaOf(group: string, kind: string): StructSchema {
  const definition = definitionsOf(group).get(kind);
  if (definition === undefined) throw new Error(`no definition of ${kind} in ${group}`);
  const fields = new Map<string, FieldSchema>([
    ['apiVersion', TEXT],
    ['kind', TEXT],
    ['metadata', field(META_SCHEMA)],
    ...definition.fields,
  ]);
  return { ...definition, fields };
}
