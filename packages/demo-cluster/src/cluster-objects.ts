import type { JsonObject } from './json.ts';

const NODES = 3;
const WEEK_MS = 7 * 24 * 3_600_000;
const NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease'];

const timestamp = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** What every cluster has besides its applications: system namespaces and nodes; with Istio its GatewayClass. */
export function clusterObjects(nowMs: number, istio: boolean): readonly JsonObject[] {
  const creationTimestamp = timestamp(nowMs - WEEK_MS);
  return [
    ...NAMESPACES.map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, creationTimestamp, labels: { 'kubernetes.io/metadata.name': name } },
    })),
    ...Array.from({ length: NODES }, (_, index) => node(index + 1, creationTimestamp)),
    ...(istio ? [gatewayClass(creationTimestamp)] : []),
  ];
}

const gatewayClass = (creationTimestamp: string): JsonObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'istio', creationTimestamp },
  spec: { controllerName: 'istio.io/gateway-controller', description: 'The default Istio GatewayClass' },
  status: {
    conditions: [
      {
        type: 'Accepted',
        status: 'True',
        reason: 'Accepted',
        message: 'Handled by Istio controller',
        lastTransitionTime: creationTimestamp,
      },
    ],
  },
});

function node(number: number, creationTimestamp: string): JsonObject {
  const name = `demo-node-${number}`;
  const capacity = { cpu: '8', memory: '32Gi', pods: '4000' };
  const nodeInfo = {
    architecture: 'amd64',
    bootID: '',
    containerRuntimeVersion: 'simulated://1',
    kernelVersion: 'simulated',
    kubeProxyVersion: '',
    kubeletVersion: 'v1.34.4',
    machineID: '',
    operatingSystem: 'linux',
    osImage: 'simulated',
    systemUUID: '',
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, creationTimestamp, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
    spec: {},
    status: {
      addresses: [
        { type: 'InternalIP', address: `192.168.49.${number + 1}` },
        { type: 'Hostname', address: name },
      ],
      capacity,
      allocatable: capacity,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'the node is simulated and ready',
          lastHeartbeatTime: creationTimestamp,
          lastTransitionTime: creationTimestamp,
        },
      ],
      nodeInfo,
    },
  };
}
