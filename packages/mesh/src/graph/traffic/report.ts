import type { Protocol } from '@weir/shared';
import type { RequestSample, TcpSample } from '../../telemetry/sample.ts';
import type { NodeIdentity } from '../identity.ts';
import type { Answer } from './answer.ts';

/** One series of the window, with what the graph needs of it. */
export interface Report {
  readonly protocol: Protocol;
  /** Undefined when nobody was reached, or the reporter does not know whom. */
  readonly callee: NodeIdentity | undefined;
  /** HTTP and gRPC requests; for TCP the connections opened. */
  readonly requests: number;
  /** Of TCP, both ways. */
  readonly bytes: number;
  /** Undefined for TCP. */
  readonly answer: Answer | undefined;
  readonly duration: RequestSample['duration'];
  /** Whether it was encrypted by Istio; undefined when the reporter can't know (research/istio-kubernetes.md 4). */
  readonly isMutualTls: boolean | undefined;
}

const securityOf = (policy: string): boolean | undefined =>
  policy === 'mutual_tls' ? true : policy === 'none' ? false : undefined;

export const requestReport = (sample: RequestSample, callee: NodeIdentity | undefined, answer: Answer): Report => ({
  protocol: sample.protocol,
  callee,
  requests: sample.requests,
  bytes: 0,
  answer,
  duration: sample.duration,
  isMutualTls: securityOf(sample.connectionSecurityPolicy),
});

export const tcpReport = (sample: TcpSample, callee: NodeIdentity | undefined): Report => ({
  protocol: 'tcp',
  callee,
  requests: sample.connectionsOpened,
  bytes: sample.sentBytes + sample.receivedBytes,
  answer: undefined,
  duration: undefined,
  isMutualTls: securityOf(sample.connectionSecurityPolicy),
});
