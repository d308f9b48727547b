export { type AppDependencies, type AppSettings, buildApp } from './app.ts';
export type { AccessReviewer } from './ports/access-reviewer.ts';
export type { AuditEntry, AuditLog } from './ports/audit-log.ts';
export { type Caller, mayReadNamespace } from './ports/caller.ts';
export type { Clock } from './ports/clock.ts';
export type { ClusterInfo, ClusterSource, SnapshotListener } from './ports/cluster-source.ts';
export { ClusterError, type ClusterErrorKind, type ClusterWriter, type WriteOptions } from './ports/cluster-writer.ts';
export type { PodHttp } from './ports/pod-http.ts';
export type { TelemetryQuery, TelemetrySource } from './ports/telemetry-source.ts';
