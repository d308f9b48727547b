/** Objects that no API server with Istio's schemas and webhook would take; another cluster may have them all the same (S4). */
export const malformedObjects = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: no-spec, namespace: default }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: spec-is-text, namespace: default }
spec: nonsense
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: hosts-is-text, namespace: default }
spec: { hosts: fleetman-staff-service, http: [] }
---
# No weights at all among several destinations.
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: no-weights, namespace: default }
spec:
  hosts: [fleetman-staff-service]
  http:
    - route:
        - destination: { host: fleetman-staff-service, subset: safe }
        - destination: { host: fleetman-staff-service, subset: risky }
---
# A second one for the same host.
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: second, namespace: default }
spec:
  hosts: [fleetman-staff-service]
  http: [{ route: [{ destination: { host: fleetman-staff-service, subset: safe } }] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: empty-http, namespace: default }
spec: { hosts: [fleetman-webapp], http: [] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: http-is-object, namespace: default }
spec: { hosts: [fleetman-api-gateway], http: { route: 5 } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: holes, namespace: default }
spec:
  hosts: [fleetman-position-tracker, null, 7]
  gateways: no
  http: [null, { route: [null, { destination: null, weight: ninety }, { destination: { host: 5 }, weight: -5 }] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: to-nowhere, namespace: default }
spec:
  hosts: [fleetman-vehicle-telemetry]
  http: [{ route: [{ destination: { host: no-such-service }, weight: 100 }] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: no-route, namespace: bookinfo }
spec: { hosts: [reviews], http: [{ match: [{ uri: { prefix: / } }] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: bad-weights, namespace: bookinfo }
spec:
  hosts: [ratings]
  http:
    - route:
        - { destination: { host: ratings, subset: v1 }, weight: 100000000000 }
        - { destination: { host: ratings, subset: v2 }, weight: -3 }
        - { destination: { host: ratings, subset: v3 }, weight: "70" }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: bad-rule, namespace: bookinfo }
spec: { host: 7, subsets: { name: v1 } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: bad-subsets, namespace: bookinfo }
spec: { host: details, subsets: [null, { name: 5 }, { name: v1, labels: [1] }] }
`;
