import type { KubernetesObject } from '@weir/mesh';
import { httpService, type ServiceBlueprint, version, type WorkloadBlueprint } from './blueprint.ts';
import { entryPoint } from './entry-point.ts';

/** Where browsers reach the bookshop through the ingress gateway. */
export const BOOKSHOP_HOST = 'bookshop.example.com';
const NAMESPACE = 'bookinfo';
const PORT = 9080;
const RATINGS = 'http://ratings:9080/ratings/0';

/** The bookshop: a page made of details and reviews. Reviews v2 and v3 ask for ratings, v1 does not; v3 is a bit slower. */
export function bookshop(): readonly ServiceBlueprint[] {
  const service = (app: string, workloads: readonly WorkloadBlueprint[]): ServiceBlueprint =>
    httpService(NAMESPACE, app, app, PORT, workloads);
  const of = (app: string, label: string, behaviour: Parameters<typeof version>[2]): WorkloadBlueprint =>
    version(app, label, behaviour, { serviceAccount: `bookinfo-${app}` });
  return [
    service('productpage', [
      of('productpage', 'v1', {
        latencyMs: 14,
        calls: ['http://details:9080/details/0', 'http://reviews:9080/reviews/0'],
        forwardsHeaders: true,
      }),
    ]),
    service('details', [of('details', 'v1', { latencyMs: 5 })]),
    service('reviews', [
      of('reviews', 'v1', { latencyMs: 11, forwardsHeaders: true }),
      of('reviews', 'v2', { latencyMs: 13, calls: [RATINGS], forwardsHeaders: true }),
      of('reviews', 'v3', { latencyMs: 26, spread: 0.5, calls: [RATINGS], forwardsHeaders: true }),
    ]),
    service('ratings', [of('ratings', 'v1', { latencyMs: 4 })]),
  ];
}

/** The way in. No VirtualService routes inside the mesh. */
export const bookshopEntry = (): readonly KubernetesObject[] =>
  entryPoint({
    namespace: NAMESPACE,
    gateway: 'bookinfo-gateway',
    virtualService: 'bookinfo-entry',
    hostName: BOOKSHOP_HOST,
    service: 'productpage',
    port: PORT,
  });

/** What browsers send: some readers are signed in as one of two users. */
export const BOOKSHOP_LOAD = `http://${BOOKSHOP_HOST}/productpage rps=12 header=end-user users=jason,maria user-share=0.4`;
