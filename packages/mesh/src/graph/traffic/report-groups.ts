import type { Protocol } from '@weir/shared';
import type { SampleLabels, TelemetryWindow } from '../../telemetry/sample.ts';
import type { Reporter } from '../draft.ts';
import type { NodeIdentity } from '../identity.ts';
import { createAnswers } from './answer.ts';
import type { Ends } from './ends.ts';
import { type Report, requestReport, tcpReport } from './report.ts';

/** All reports of one caller's calls to one service over one protocol, by who reports. */
export interface ReportGroup {
  readonly caller: NodeIdentity;
  /** Undefined for calls that addressed no service. */
  readonly service: NodeIdentity | undefined;
  readonly protocol: Protocol;
  readonly reports: Readonly<Record<Reporter, Report[]>>;
}

/**
 * Whose reports a group's edges are made of (G7): the caller's, because only it sees what never arrived; else the
 * waypoint's; else the receiver's, for callers without a sidecar or whose sidecar is not read. Never two of them.
 */
export function edgeReporter(group: ReportGroup): Reporter {
  if (group.reports.source.length > 0) return 'source';
  return group.reports.waypoint.length > 0 ? 'waypoint' : 'destination';
}

/** Sorts the samples of a window into groups, in one pass. Samples of nothing are left out. */
export function groupReports(telemetry: TelemetryWindow, ends: Ends): readonly ReportGroup[] {
  const groups: ReportGroup[] = [];
  // The ends are found as one object each, so that no key has to be made for every sample. A calling workload has an
  // identity of its own also where its node stands for several: one of them may have a sidecar, and another none.
  const byCaller = new Map<NodeIdentity, Map<NodeIdentity | undefined, ReportGroup[]>>();
  const listFor = (labels: SampleLabels, callee: NodeIdentity | undefined): Report[] => {
    const { protocol, reporter } = labels;
    const caller = ends.caller(labels.source);
    const service = ends.service(labels);
    const byCalled = byCaller.get(caller) ?? new Map<NodeIdentity | undefined, ReportGroup[]>();
    byCaller.set(caller, byCalled);
    const called = service ?? callee;
    const own = byCalled.get(called) ?? [];
    byCalled.set(called, own);
    let group = own.find((known) => known.protocol === protocol && known.service === service);
    if (group === undefined) {
      group = { caller, service, protocol, reports: { source: [], destination: [], waypoint: [] } };
      own.push(group);
      groups.push(group);
    }
    return group.reports[reporter];
  };
  const answerOf = createAnswers();
  for (const sample of telemetry.requests) {
    if (!(sample.requests > 0)) continue;
    const callee = ends.workload(sample.destination);
    listFor(sample, callee).push(requestReport(sample, callee, answerOf(sample)));
  }
  for (const sample of telemetry.tcp) {
    if (!(sample.connectionsOpened > 0 || sample.sentBytes > 0 || sample.receivedBytes > 0)) continue;
    const callee = ends.workload(sample.destination);
    listFor(sample, callee).push(tcpReport(sample, callee));
  }
  return withoutTunnels(groups);
}

/**
 * In ambient mode the nodes' proxies report the tunnel as TCP beneath what the waypoint reports as requests. That is the
 * same traffic, so the tunnel's reports are left out where the waypoint reports that caller and service.
 */
function withoutTunnels(groups: readonly ReportGroup[]): readonly ReportGroup[] {
  const pair = (group: ReportGroup): string => `${group.caller.id}|${group.service?.id ?? ''}`;
  const overWaypoint = groups.filter((group) => group.protocol !== 'tcp' && group.reports.waypoint.length > 0);
  if (overWaypoint.length === 0) return groups;
  const pairs = new Set(overWaypoint.map(pair));
  return groups.filter((group) => group.protocol !== 'tcp' || !pairs.has(pair(group)));
}
