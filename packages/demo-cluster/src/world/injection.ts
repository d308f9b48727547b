import type { ContainerSpec } from '@weir/mesh';
import type { Labels, PodSpec, PodTemplate } from './objects.ts';
import { completedContainer } from './pod-defaults.ts';

/** The proxy version that the demo mesh runs. */
export const PROXY_VERSION = '1.27.0';
const PROXY_IMAGE = `docker.io/istio/proxyv2:${PROXY_VERSION}`;

const PROXY: ContainerSpec = completedContainer({
  name: 'istio-proxy',
  image: PROXY_IMAGE,
  ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }],
});
const INIT: ContainerSpec = completedContainer({ name: 'istio-init', image: PROXY_IMAGE });

const hasProxy = (spec: PodSpec | undefined): boolean =>
  [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].some((container) => container.name === 'istio-proxy');

/** Whether the injector adds a sidecar (research/istio-kubernetes.md 5): the pod's own wish first, then its namespace's label. */
export function wantsSidecar(template: PodTemplate, namespaceLabels: Labels | undefined): boolean {
  const switchName = 'sidecar.istio.io/inject';
  const own = template.metadata?.labels?.[switchName] ?? template.metadata?.annotations?.[switchName];
  const injection = namespaceLabels?.['istio-injection'];
  if (injection === 'disabled' || own === 'false') return false;
  return own === 'true' || injection === 'enabled' || namespaceLabels?.['istio.io/rev'] !== undefined;
}

/** The canonical labels that the injector writes: service and revision, from the first label that names them. */
export function canonicalLabels(labels: Labels, workload: string): Labels {
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
  const name = first('service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app') ?? workload;
  return {
    'service.istio.io/canonical-name': name.slice(0, 63).replace(/[-_.]+$/, ''),
    'service.istio.io/canonical-revision':
      first('service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version') ?? 'latest',
  };
}

/**
 * The template as it reaches the kubelet: with proxy and canonical labels where the injector adds them. A template that brings its own
 * `istio-proxy` container, as a gateway's or one written by hand, gets only the labels.
 */
export function injectSidecar(
  template: PodTemplate,
  workload: string,
  namespaceLabels: Labels | undefined,
): PodTemplate {
  const brought = hasProxy(template.spec);
  if (!brought && !wantsSidecar(template, namespaceLabels)) return template;
  const labels = template.metadata?.labels ?? {};
  const spec = template.spec ?? { containers: [] };
  const injected: PodSpec = brought
    ? spec
    : {
        ...spec,
        initContainers: [...(spec.initContainers ?? []), INIT],
        containers: [...spec.containers, PROXY],
      };
  return {
    metadata: {
      labels: { ...labels, ...canonicalLabels(labels, workload), 'security.istio.io/tlsMode': 'istio' },
      annotations: {
        ...template.metadata?.annotations,
        'prometheus.io/path': '/stats/prometheus',
        'prometheus.io/port': '15020',
        'prometheus.io/scrape': 'true',
        'sidecar.istio.io/status':
          '{"initContainers":["istio-init"],"containers":["istio-proxy"],"revision":"default"}',
      },
    },
    spec: injected,
  };
}
