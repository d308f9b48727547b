import type { Member, TrafficWorkload } from './roster.ts';
import { type PeerLabels, type Series, type ServiceLabels, UNKNOWN_PEER } from './series.ts';

/** The service end of a request, with the protocol that its port speaks. */
export interface Target extends ServiceLabels {
  readonly protocol: 'http' | 'grpc';
}

/** How a request ended, as HTTP says it. */
export interface Ending {
  /** 0 when the client went away before a response. */
  readonly status: number;
  /** Envoy's flags, `-` when none. */
  readonly flags: string;
}

export const SUCCESS: Ending = { status: 200, flags: '-' };

/** gRPC says errors in a trailer, under status 200 (as the gRPC library maps HTTP's codes). */
function codesOf(protocol: Target['protocol'], status: number): { responseCode: number; grpcStatus: string } {
  if (protocol === 'http' || status === 0) return { responseCode: status, grpcStatus: '' };
  if (status < 400) return { responseCode: status, grpcStatus: '0' };
  const grpcStatus = status === 404 ? '12' : status === 503 || status === 504 ? '14' : '13';
  return { responseCode: 200, grpcStatus };
}

const withoutPrincipal = new WeakMap<PeerLabels, PeerLabels>();

/** The labels of an end that spoke no mutual TLS. */
function unauthenticated(peer: PeerLabels): PeerLabels {
  const known = withoutPrincipal.get(peer);
  if (known !== undefined) return known;
  const bare = { ...peer, principal: 'unknown' };
  withoutPrincipal.set(peer, bare);
  return bare;
}

/**
 * The series in which the caller's proxy counts a request. `to` is undefined when no endpoint was reached (NR, NC, UH, FI): the workload
 * stays unknown then, the service is known. Undefined when the caller has no proxy.
 */
export function sourceSeries(from: Member, to: Member | undefined, target: Target, ending: Ending): Series | undefined {
  const key = `s|${to === undefined ? '' : to.workload.key}|${target.host}|${target.protocol}|${ending.status}|${ending.flags}`;
  return from.statistics?.series(key, () => {
    const { own } = from.workload;
    const secure = to?.statistics !== undefined;
    return {
      reporter: 'source',
      source: secure ? own : unauthenticated(own),
      destination: peerSeenFrom(to),
      service: target,
      protocol: target.protocol,
      ...codesOf(target.protocol, ending.status),
      responseFlags: ending.flags,
      connectionSecurityPolicy: 'unknown',
    };
  });
}

function peerSeenFrom(to: Member | undefined): PeerLabels {
  if (to === undefined) return UNKNOWN_PEER;
  return to.statistics === undefined ? to.workload.peerWithoutProxy : to.workload.peer;
}

/** The series in which the called pod's proxy counts a request. A caller without a proxy stays unknown. Undefined when the pod has no proxy. */
export function destinationSeries(
  to: Member,
  from: TrafficWorkload | undefined,
  target: Target,
  ending: Ending,
): Series | undefined {
  const caller = from?.sidecar === true ? from : undefined;
  const key = `d|${caller?.key ?? ''}|${target.host}|${target.protocol}|${ending.status}|${ending.flags}`;
  return to.statistics?.series(key, () => {
    const { own } = to.workload;
    return {
      reporter: 'destination',
      source: caller?.peer ?? UNKNOWN_PEER,
      destination: caller === undefined ? unauthenticated(own) : own,
      service: target,
      protocol: target.protocol,
      ...codesOf(target.protocol, ending.status),
      responseFlags: ending.flags,
      connectionSecurityPolicy: caller === undefined ? 'none' : 'mutual_tls',
    };
  });
}
