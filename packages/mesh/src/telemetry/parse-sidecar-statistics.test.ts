import { describe, expect, it } from 'vitest';
import { parseSidecarStatistics } from './parse-sidecar-statistics.ts';

const LABELS =
  'reporter="source",source_workload="api-gateway",source_canonical_service="api-gateway",source_canonical_revision="v1",' +
  'source_workload_namespace="default",source_principal="spiffe://cluster.local/ns/default/sa/default",source_app="api-gateway",' +
  'source_version="v1",source_cluster="Kubernetes",destination_workload="staff-service",destination_workload_namespace="default",' +
  'destination_principal="",destination_app="staff-service",destination_version="safe",' +
  'destination_service="fleetman-staff-service.default.svc.cluster.local",destination_canonical_service="staff-service",' +
  'destination_canonical_revision="safe",destination_service_name="fleetman-staff-service",' +
  'destination_service_namespace="default",destination_cluster="Kubernetes",request_protocol="http",response_code="200",' +
  'grpc_response_status="",response_flags="-",connection_security_policy="unknown"';

const first = <T>(map: ReadonlyMap<string, T>): T | undefined => [...map.values()][0];

describe('T1: statistics of a sidecar', () => {
  it('reads requests with all labels that the graph needs', () => {
    const counter = first(parseSidecarStatistics(`istio_requests_total{${LABELS}} 42\n`).requests);
    expect(counter?.requests).toBe(42);
    expect(counter?.labels).toEqual({
      reporter: 'source',
      source: {
        workload: 'api-gateway',
        namespace: 'default',
        canonicalService: 'api-gateway',
        canonicalRevision: 'v1',
        principal: 'spiffe://cluster.local/ns/default/sa/default',
        cluster: 'Kubernetes',
      },
      destination: {
        workload: 'staff-service',
        namespace: 'default',
        canonicalService: 'staff-service',
        canonicalRevision: 'safe',
        principal: '',
        cluster: 'Kubernetes',
      },
      destinationService: 'fleetman-staff-service.default.svc.cluster.local',
      destinationServiceName: 'fleetman-staff-service',
      destinationServiceNamespace: 'default',
      protocol: 'http',
      responseCode: '200',
      grpcStatus: '',
      responseFlags: '-',
      connectionSecurityPolicy: 'unknown',
    });
  });

  it('reads the latency histogram beside the requests of the same labels, wherever le stands', () => {
    const page = [
      '# TYPE istio_request_duration_milliseconds histogram',
      `istio_requests_total{${LABELS}} 10`,
      `istio_request_duration_milliseconds_bucket{${LABELS},le="+Inf"} 10`,
      `istio_request_duration_milliseconds_bucket{le="5",${LABELS}} 4`,
      `istio_request_duration_milliseconds_bucket{${LABELS},le="0.5"} 1`,
      `istio_request_duration_milliseconds_sum{${LABELS}} 61.5`,
      `istio_request_duration_milliseconds_count{${LABELS}} 10`,
    ].join('\n');
    const { requests, malformedLines } = parseSidecarStatistics(page);
    expect(requests.size).toBe(1);
    expect(malformedLines).toBe(0);
    expect(first(requests)?.duration).toEqual({
      boundsMs: [0.5, 5, Number.POSITIVE_INFINITY],
      counts: [1, 4, 10],
      sumMs: 61.5,
    });
  });

  it('takes the +Inf bucket from the count where it is missing', () => {
    const page = `istio_request_duration_milliseconds_bucket{${LABELS},le="5"} 4\nistio_request_duration_milliseconds_count{${LABELS}} 9`;
    expect(first(parseSidecarStatistics(page).requests)?.duration?.counts).toEqual([4, 9]);
  });

  it('reads TCP counters of one label set together', () => {
    const tcp = LABELS.replace('request_protocol="http"', 'request_protocol="tcp"');
    const page = `istio_tcp_sent_bytes_total{${tcp}} 100\nistio_tcp_received_bytes_total{${tcp}} 7\nistio_tcp_connections_opened_total{${tcp}} 2\nistio_tcp_connections_closed_total{${tcp}} 1`;
    const counters = parseSidecarStatistics(page);
    expect(counters.requests.size).toBe(0);
    expect(first(counters.tcp)).toMatchObject({ sentBytes: 100, receivedBytes: 7, connectionsOpened: 2 });
    expect(first(counters.tcp)?.labels).toMatchObject({ protocol: 'tcp', responseCode: '' });
  });

  it('adds up series that differ only in labels that are not read', () => {
    const other = LABELS.replace('source_version="v1"', 'source_version="v9"');
    const { requests } = parseSidecarStatistics(`istio_requests_total{${LABELS}} 1\nistio_requests_total{${other}} 2`);
    expect([...requests.values()].map((counter) => counter.requests)).toEqual([3]);
  });

  it.each([
    ['names without the prefix', `requests_total{${LABELS}} 5`, 5],
    ['a timestamp after the value', `istio_requests_total{${LABELS}} 5 1712345678901`, 5],
    ['an exemplar after the value', `istio_requests_total{${LABELS}} 5 # {trace_id="a b"} 1`, 5],
    ['scientific notation', `istio_requests_total{${LABELS}} 1.5e+03`, 1500],
    ['Windows line ends', `istio_requests_total{${LABELS}} 5\r\n`, 5],
    ['blanks between the parts', `istio_requests_total{ ${LABELS.replaceAll(',', ' , ')} , } \t 5`, 5],
    ['no newline at the end', `istio_requests_total{${LABELS}} 5`, 5],
  ])('understands %s', (_, page, expected) => {
    const { requests, malformedLines } = parseSidecarStatistics(page);
    expect(malformedLines).toBe(0);
    expect(first(requests)?.requests).toBe(expected);
  });

  it('resolves escapes, and is not misled by braces, commas and quotes within a value', () => {
    const odd = LABELS.replace('response_flags="-"', String.raw`response_flags="a\"b\\c},d=\n{e"`);
    const { requests } = parseSidecarStatistics(`istio_requests_total{${odd}} 1`);
    expect(first(requests)?.labels.responseFlags).toBe('a"b\\c},d=\n{e');
  });

  it.each([
    ['no labels', 'istio_requests_total 5'],
    ['no value', `istio_requests_total{${LABELS}}`],
    ['a value that is no number', `istio_requests_total{${LABELS}} many`],
    ['NaN', `istio_requests_total{${LABELS}} NaN`],
    ['a negative count', `istio_requests_total{${LABELS}} -1`],
    ['a page cut off within a label', `istio_requests_total{${LABELS.slice(0, 90)}`],
    ['a page cut off within the name', 'istio_requests_total'],
    ['an unquoted value', 'istio_requests_total{reporter=source} 1'],
    ['no reporter', 'istio_requests_total{source_workload="a"} 1'],
    ['an unknown reporter', 'istio_requests_total{reporter="me"} 1'],
    ['a bucket without bound', `istio_request_duration_milliseconds_bucket{${LABELS}} 4`],
    ['a bound that is no number', `istio_request_duration_milliseconds_bucket{${LABELS},le="x"} 4`],
  ])('S4: counts a line with %s as malformed and goes on', (_, line) => {
    const { requests, malformedLines } = parseSidecarStatistics(`${line}\nistio_requests_total{${LABELS}} 7\n`);
    expect(malformedLines).toBe(1);
    expect(first(requests)?.requests).toBe(7);
    expect(first(requests)?.duration).toBeUndefined();
  });

  it('passes over everything else, however long or broken', () => {
    const page = [
      '# HELP x y',
      '',
      'envoy_cluster_upstream_cx_total{envoy_cluster_name="a} 1',
      'istio_build{component="proxy",tag="1.27"} 1',
      'istio_agent_go_info{version="go"} 1',
      'a'.repeat(5000),
      `istio_request_bytes_bucket{${LABELS},le="5"} 4`,
      `istio_response_messages_total{${LABELS}} 4`,
    ].join('\n');
    expect(parseSidecarStatistics(page)).toEqual({ requests: new Map(), tcp: new Map(), malformedLines: 0 });
    expect(parseSidecarStatistics('').requests.size).toBe(0);
  });

  it('reads the gRPC status, and defaults absent labels to empty', () => {
    const page = 'istio_requests_total{reporter="destination",request_protocol="grpc",grpc_response_status="14"} 3';
    expect(first(parseSidecarStatistics(page).requests)?.labels).toMatchObject({
      protocol: 'grpc',
      grpcStatus: '14',
      responseFlags: '-',
      destinationService: '',
      source: { workload: '' },
    });
  });
});
