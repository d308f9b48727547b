import { describe, expect, it } from 'vitest';
import { type SeriesLabels, UNKNOWN_PEER } from './series.ts';
import { SidecarStatistics } from './sidecar-statistics.ts';

const LABELS: SeriesLabels = {
  reporter: 'source',
  source: {
    workload: 'api-gateway',
    namespace: 'default',
    principal: 'unknown',
    app: 'api-gateway',
    version: 'v1',
    canonicalService: 'api-gateway',
    canonicalRevision: 'v1',
    cluster: 'Kubernetes',
  },
  destination: UNKNOWN_PEER,
  service: { host: 'a"b\\c', name: 'a', namespace: 'default' },
  protocol: 'http',
  responseCode: 503,
  grpcStatus: '',
  responseFlags: 'NC',
  connectionSecurityPolicy: 'unknown',
};

/** The label set of the series above, in the order of research/istio-kubernetes.md 4. */
const TEXT =
  'reporter="source",source_workload="api-gateway",source_canonical_service="api-gateway",' +
  'source_canonical_revision="v1",source_workload_namespace="default",source_principal="unknown",' +
  'source_app="api-gateway",source_version="v1",source_cluster="Kubernetes",destination_workload="unknown",' +
  'destination_workload_namespace="unknown",destination_principal="unknown",destination_app="unknown",' +
  'destination_version="unknown",destination_service="a\\"b\\\\c",destination_canonical_service="unknown",' +
  'destination_canonical_revision="latest",destination_service_name="a",destination_service_namespace="default",' +
  'destination_cluster="unknown",request_protocol="http",response_code="503",grpc_response_status="",' +
  'response_flags="NC",connection_security_policy="unknown"';

describe('SidecarStatistics', () => {
  const statistics = new SidecarStatistics();
  const series = statistics.series('key', () => LABELS);
  series.record(3);
  series.record(7);
  series.recordMany(6, 5, 400);
  const lines = statistics.render().split('\n');

  it('research 4: writes the 25 labels in the order of the proxy, escaped', () => {
    expect(lines).toContain(`istio_requests_total{${TEXT}} 7`);
    expect(TEXT.split('",').length).toBe(25);
  });

  it('writes Envoy’s default buckets, cumulative, then sum and count', () => {
    const prefix = `istio_request_duration_milliseconds_bucket{${TEXT},le="`;
    const buckets = lines
      .filter((line) => line.startsWith(prefix))
      .map((line) => line.slice(prefix.length).split('"} '));
    expect(buckets.map(([le]) => le).join(' ')).toBe(
      '0.5 1 5 10 25 50 100 250 500 1000 2500 5000 10000 30000 60000 300000 600000 1800000 3600000 +Inf',
    );
    expect(buckets.slice(0, 8).map(([, count]) => Number(count))).toEqual([0, 0, 1, 2, 2, 2, 7, 7]);
    expect(buckets.at(-1)?.[1]).toBe('7');
    expect(lines).toContain(`istio_request_duration_milliseconds_sum{${TEXT}} 410`);
    expect(lines).toContain(`istio_request_duration_milliseconds_count{${TEXT}} 7`);
  });

  it('names each metric’s type once, and ends with a newline', () => {
    expect(lines.filter((line) => line.startsWith('#'))).toEqual([
      '# TYPE istio_build gauge',
      '# TYPE istio_requests_total counter',
      '# TYPE istio_request_duration_milliseconds histogram',
    ]);
    expect(lines.at(-1)).toBe('');
  });

  it('writes only what the filter accepts', () => {
    const text = statistics.render((name) => name === 'istio_requests_total');
    expect(text).toBe(`# TYPE istio_requests_total counter\nistio_requests_total{${TEXT}} 7\n`);
  });

  it('a series that nothing has met is not there', () => {
    const fresh = new SidecarStatistics();
    fresh.series('key', () => LABELS);
    expect(fresh.render()).not.toContain('istio_requests_total');
  });
});
