import type { Draw, KubernetesObject } from '@weir/mesh';
import { drawBelow } from './seeded-draw.ts';

interface RoutedService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly versions: readonly string[];
}

const SPLITS: readonly (readonly number[])[] = [
  [90, 10],
  [75, 25],
  [50, 50],
  [99, 1],
  [100, 0],
];

/** For about two in five services with several versions: a DestinationRule with one subset a version, and a VirtualService that splits among them. */
export function syntheticRouting(service: RoutedService, draw: Draw): readonly KubernetesObject[] {
  const { namespace, name, versions } = service;
  if (versions.length < 2 || draw() >= 0.4) return [];
  const host = `${name}.${namespace}.svc.cluster.local`;
  const split = SPLITS[drawBelow(draw, SPLITS.length)] ?? [];
  const route = versions.map((subset, index) => ({
    destination: { host, port: { number: service.port }, subset },
    weight: split[index] ?? 0,
  }));
  const rule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace },
    spec: { host, subsets: versions.map((version) => ({ name: version, labels: { version } })) },
  };
  const virtualService = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: { hosts: [host], http: [{ route }] },
  };
  return [rule, virtualService];
}
