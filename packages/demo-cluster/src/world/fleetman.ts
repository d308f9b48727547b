import type { KubernetesObject } from '@weir/mesh';
import { httpService, type ServiceBlueprint, version } from './blueprint.ts';
import { entryPoint } from './entry-point.ts';

/** Where browsers reach fleetman through the ingress gateway. */
export const FLEETMAN_HOST = 'fleetman.example.com';
const NAMESPACE = 'default';

/**
 * The fleet manager: the web application asks the API gateway, which asks for positions and for the drivers' pictures.
 * `staff-service` runs in two versions, of which the risky one is slower and fails. The position simulator has no sidecar:
 * nobody reports what it sends but those who receive it.
 */
export function fleetman(): readonly ServiceBlueprint[] {
  const service = (app: string, port: number, workloads: ServiceBlueprint['workloads']): ServiceBlueprint =>
    httpService(NAMESPACE, `fleetman-${app}`, app, port, workloads);
  return [
    service('webapp', 80, [
      version(
        'webapp',
        'v1',
        { latencyMs: 3, calls: ['http://fleetman-api-gateway:8080/api required'], forwardsHeaders: true },
        { name: 'webapp' },
      ),
    ]),
    service('api-gateway', 8080, [
      version(
        'api-gateway',
        'v1',
        {
          latencyMs: 8,
          calls: [
            'http://fleetman-position-tracker:8080/vehicles share=0.6',
            'http://fleetman-staff-service:8080/staff/driver share=0.9',
          ],
          forwardsHeaders: true,
        },
        { name: 'api-gateway' },
      ),
    ]),
    service('position-tracker', 8080, [
      version(
        'position-tracker',
        'v1',
        { latencyMs: 12, calls: ['http://fleetman-vehicle-telemetry:8080/speed share=0.35'] },
        { name: 'position-tracker' },
      ),
    ]),
    service('vehicle-telemetry', 8080, [
      version('vehicle-telemetry', 'v1', { latencyMs: 6 }, { name: 'vehicle-telemetry' }),
    ]),
    service('position-simulator', 8080, [
      version(
        'position-simulator',
        'v1',
        { latencyMs: 5, load: ['http://fleetman-position-tracker:8080/vehicles rps=6 method=POST'] },
        { name: 'position-simulator', sidecar: false },
      ),
    ]),
    service('staff-service', 8080, [
      version(
        'staff-service',
        'safe',
        { latencyMs: 18, spread: 0.45, errors: '500=0.0005' },
        { name: 'staff-service', replicas: 2 },
      ),
      version(
        'staff-service',
        'risky',
        { latencyMs: 75, spread: 0.6, errors: '500=0.045 503=0.018' },
        { name: 'staff-service-risky-version' },
      ),
    ]),
  ];
}

/** The way in: a Gateway, and a VirtualService bound only to it. Nothing routes inside the mesh: the demo starts unconfigured. */
export const fleetmanEntry = (): readonly KubernetesObject[] =>
  entryPoint({
    namespace: NAMESPACE,
    gateway: 'fleetman-gateway',
    virtualService: 'fleetman-entry',
    hostName: FLEETMAN_HOST,
    service: 'fleetman-webapp',
    port: 80,
  });

/** What browsers send: some of them are signed in, and say who they are in `x-myval`. */
export const FLEETMAN_LOAD = `http://${FLEETMAN_HOST}/ rps=18 header=x-myval users=alice,bob,carol,dave,erin,frank,grace,heidi user-share=0.5`;
