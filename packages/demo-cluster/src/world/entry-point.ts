import type { KubernetesObject } from '@weir/mesh';
import type { Labels } from './objects.ts';

export interface EntryPoint {
  readonly namespace: string;
  readonly gateway: string;
  readonly virtualService: string;
  /** The host of browsers' requests. */
  readonly hostName: string;
  readonly service: string;
  readonly port: number;
  readonly labels?: Labels;
}

/** A Gateway on the ingress gateway's pods and the VirtualService, bound only to it, that leads to one service. */
export function entryPoint(entry: EntryPoint): readonly KubernetesObject[] {
  const { namespace } = entry;
  const labels = entry.labels === undefined ? {} : { labels: entry.labels };
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: entry.gateway, namespace, ...labels },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [entry.hostName] }],
    },
  };
  const host = `${entry.service}.${namespace}.svc.cluster.local`;
  const virtualService = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: entry.virtualService, namespace, ...labels },
    spec: {
      hosts: [entry.hostName],
      gateways: [entry.gateway],
      http: [{ route: [{ destination: { host, port: { number: entry.port } } }] }],
    },
  };
  return [gateway, virtualService];
}
