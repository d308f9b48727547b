import type { ServiceBlueprint } from './blueprint.ts';
import type { DemoService } from './objects.ts';

/** The Service of a blueprint at an address. */
export function serviceOf(blueprint: ServiceBlueprint, address: string): DemoService {
  const { namespace, name, labels, selector, port, targetPort, portName, type } = blueprint;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: {
      type,
      clusterIP: address,
      clusterIPs: [address],
      selector,
      ports: [
        { name: portName, port, targetPort, protocol: 'TCP', ...(type === 'LoadBalancer' ? { nodePort: 31380 } : {}) },
      ],
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      ...(type === 'LoadBalancer' ? { externalTrafficPolicy: 'Cluster' } : {}),
    },
    status: { loadBalancer: type === 'LoadBalancer' ? { ingress: [{ ip: '192.168.64.3' }] } : {} },
  };
}
