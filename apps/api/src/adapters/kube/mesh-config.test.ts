import { DEFAULT_MESH_CONFIG } from '@weir/mesh';
import { describe, expect, it } from 'vitest';
import { parseMeshConfig } from './mesh-config.ts';

const configMap = (mesh: unknown) => ({ kind: 'ConfigMap', metadata: { name: 'istio' }, data: { mesh } });

describe('parseMeshConfig', () => {
  it('reads what resolution depends on', () => {
    const text = [
      'rootNamespace: mesh-root',
      'defaultVirtualServiceExportTo: ["."]',
      'defaultDestinationRuleExportTo: ["a", "b"]',
      'outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
      'enableTracing: true',
    ].join('\n');
    expect(parseMeshConfig(configMap(text))).toEqual({
      ...DEFAULT_MESH_CONFIG,
      rootNamespace: 'mesh-root',
      defaultVirtualServiceExportTo: ['.'],
      defaultDestinationRuleExportTo: ['a', 'b'],
      outboundTrafficPolicy: 'REGISTRY_ONLY',
    });
  });

  it.each([[''], ['{}'], ['rootNamespace: 7\ndefaultServiceExportTo: all'], [undefined]])(
    'S4: %j has the defaults',
    (text) => {
      expect(parseMeshConfig(configMap(text))).toEqual(DEFAULT_MESH_CONFIG);
    },
  );

  it.each([['a: [b'], ['just text']])('S4: %j cannot be read, and is not taken for the defaults', (text) => {
    expect(parseMeshConfig(configMap(text))).toBeUndefined();
  });
});
