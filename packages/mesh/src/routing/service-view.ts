import { serviceHost } from '../resolve/registry.ts';
import type { Service } from '../resources/core.ts';
import type { LabelNames } from '../snapshot/labels.ts';
import { emptySlice, type NamespaceSlice, type Snapshot } from '../snapshot/snapshot.ts';
import { representativeCallers } from './callers.ts';
import { namespaceOf, type RelevantObjects, type RouteIndex, relevantObjects, routeIndexOf } from './route-index.ts';
import { type RuleOfCallers, rulesOfCallers, subsetsOf, type VersionTable, versionTable } from './subsets.ts';
import { groupVersions, membersOf } from './version-groups.ts';

/** Everything about one service that reading, summarising and planning share. */
export interface ServiceView {
  readonly snapshot: Snapshot;
  readonly service: Service;
  readonly slice: NamespaceSlice;
  readonly namespace: string;
  readonly name: string;
  /** Fully qualified, in lower case. */
  readonly host: string;
  readonly index: RouteIndex;
  readonly relevant: RelevantObjects;
  /** Namespaces that stand for all callers, where it is asked which VirtualServices are in force. */
  readonly callers: readonly string[];
  readonly rules: readonly RuleOfCallers[];
  readonly table: VersionTable;
}

/** Gathers what concerns a service. Without routing objects that name it, that costs no more than its own pods. */
export function viewService(snapshot: Snapshot, service: Service, labelNames?: LabelNames): ServiceView {
  const namespace = namespaceOf(service);
  const slice = snapshot.slices.get(namespace) ?? emptySlice(namespace);
  const host = serviceHost(service, snapshot.mesh.domain).toLowerCase();
  const index = routeIndexOf(snapshot);
  const relevant = relevantObjects(index, host);
  const concerned = relevant.virtualServices.length + relevant.destinationRules.length > 0;
  const callers = concerned
    ? representativeCallers(snapshot, namespace, relevant)
    : { forRules: [namespace], forRoutes: [namespace] };
  const rules = relevant.destinationRules.length > 0 ? rulesOfCallers(snapshot, host, callers.forRules) : [];
  const groups = groupVersions(membersOf(slice, service), labelNames);
  const table = versionTable(groups, subsetsOf(rules));
  return {
    snapshot,
    service,
    slice,
    namespace,
    name: service.metadata.name,
    host,
    index,
    relevant,
    callers: callers.forRoutes,
    rules,
    table,
  };
}
