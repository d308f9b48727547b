import type { ServiceBlueprint } from './blueprint.ts';
import { behaviourAnnotations } from './blueprint.ts';
import { PROXY_VERSION } from './injection.ts';

/** The ingress gateway: a proxy without an application, at which the loads of all browsers arrive. */
export const ingressGateway = (loads: readonly string[]): ServiceBlueprint => ({
  namespace: 'istio-system',
  name: 'istio-ingressgateway',
  labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
  selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
  port: 80,
  targetPort: 8080,
  portName: 'http2',
  type: 'LoadBalancer',
  workloads: [
    {
      name: 'istio-ingressgateway',
      labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
      replicas: 1,
      sidecar: true,
      container: 'istio-proxy',
      image: `docker.io/istio/proxyv2:${PROXY_VERSION}`,
      serviceAccount: 'istio-ingressgateway-service-account',
      behaviour: behaviourAnnotations({ latencyMs: 0, spread: 0, load: loads }),
    },
  ],
});
