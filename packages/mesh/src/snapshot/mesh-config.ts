/** The part of istiod's mesh configuration that resolution depends on. */
export interface MeshConfig {
  /** DNS domain of the cluster: `cluster.local` unless configured. */
  readonly domain: string;
  /** Where mesh-wide DestinationRules live. */
  readonly rootNamespace: string;
  readonly defaultVirtualServiceExportTo: readonly string[];
  readonly defaultDestinationRuleExportTo: readonly string[];
  readonly defaultServiceExportTo: readonly string[];
  /** What happens to hosts outside the registry. */
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

/** Istio's defaults (research/istio-kubernetes.md 2.2), used where the ConfigMap may not be read. */
export const DEFAULT_MESH_CONFIG: MeshConfig = {
  domain: 'cluster.local',
  rootNamespace: 'istio-system',
  defaultVirtualServiceExportTo: ['*'],
  defaultDestinationRuleExportTo: ['*'],
  defaultServiceExportTo: ['*'],
  outboundTrafficPolicy: 'ALLOW_ANY',
};
