/** The objects of the canary that somebody wrote by hand, with things that a slider knows nothing about. */
export const handWrittenVirtualService = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'VirtualService',
  metadata: {
    name: 'custom-routing-rules',
    namespace: 'default',
    annotations: { 'example.com/owner': 'team-fleet', 'example.com/review': 'every Tuesday' },
  },
  spec: {
    hosts: ['fleetman-staff-service.default.svc.cluster.local'],
    http: [
      {
        name: 'testers',
        match: [{ headers: { 'x-tester': { exact: 'yes' } } }],
        route: [{ destination: { host: 'fleetman-staff-service.default.svc.cluster.local', subset: 'risky-group' } }],
        timeout: '2s',
      },
      {
        route: [
          {
            destination: { host: 'fleetman-staff-service.default.svc.cluster.local', subset: 'safe-group' },
            weight: 90,
          },
          {
            destination: { host: 'fleetman-staff-service.default.svc.cluster.local', subset: 'risky-group' },
            weight: 10,
          },
        ],
        timeout: '5s',
        retries: { attempts: 2, perTryTimeout: '1s', retryOn: 'connect-failure,refused-stream' },
        corsPolicy: { allowOrigins: [{ exact: 'https://fleet.example.com' }], allowMethods: ['GET'], maxAge: '24h' },
      },
    ],
  },
};

/** Its subsets: the host is the short name here. */
export const handWrittenDestinationRule = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'DestinationRule',
  metadata: { name: 'canary-release-groups', namespace: 'default' },
  spec: {
    host: 'fleetman-staff-service',
    subsets: [
      { name: 'safe-group', labels: { version: 'safe' } },
      { name: 'risky-group', labels: { version: 'risky' } },
    ],
  },
};

/** Session affinity on the host, beside the weights. */
export const stickyDestinationRule = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'DestinationRule',
  metadata: { name: 'canary-release-grouping', namespace: 'default' },
  spec: {
    host: 'fleetman-staff-service',
    trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x-myval' } } },
    subsets: [{ name: 'all-staff-service-pods', labels: { app: 'staff-service' } }],
  },
};

export const STAFF = 'svc/default/fleetman-staff-service';
export const SAFE = 'app/default/staff-service@safe';
export const RISKY = 'app/default/staff-service@risky';
