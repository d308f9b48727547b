import { DEFAULT_MESH_CONFIG, type MeshConfig } from '@weir/mesh';
import { parse } from 'yaml';
import { fieldsOf, isFields, textOf } from './fields.ts';

/** Where istiod's mesh configuration is. */
export const MESH_CONFIG_MAP = { namespace: 'istio-system', name: 'istio' } as const;

/**
 * The mesh configuration of istiod's ConfigMap (key `mesh`, YAML). What is missing has Istio's default; undefined when the
 * text cannot be read at all, so that the caller can say so.
 */
export function parseMeshConfig(configMap: unknown): MeshConfig | undefined {
  const text = textOf(fieldsOf(fieldsOf(configMap).data).mesh);
  if (text === undefined) return DEFAULT_MESH_CONFIG;
  const mesh = parseYaml(text);
  if (!isFields(mesh)) return mesh === null ? DEFAULT_MESH_CONFIG : undefined;
  const outbound = fieldsOf(mesh.outboundTrafficPolicy).mode;
  return {
    ...DEFAULT_MESH_CONFIG,
    rootNamespace: textOf(mesh.rootNamespace) || DEFAULT_MESH_CONFIG.rootNamespace,
    defaultVirtualServiceExportTo: exportTo(mesh.defaultVirtualServiceExportTo),
    defaultDestinationRuleExportTo: exportTo(mesh.defaultDestinationRuleExportTo),
    defaultServiceExportTo: exportTo(mesh.defaultServiceExportTo),
    outboundTrafficPolicy: outbound === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
  };
}

function exportTo(value: unknown): readonly string[] {
  const namespaces = Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  return namespaces.length === 0 ? ['*'] : namespaces;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
