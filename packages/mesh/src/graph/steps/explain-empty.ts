import type { Warning } from '@weir/shared';
import type { GraphContext } from '../graph-context.ts';
import { hasTraffic } from '../tally.ts';
import type { WorkloadFacts } from '../topology/workload-facts.ts';

/** Why there is nothing, or no traffic, to see (G9): the first cause that explains the rest, with its remedy. */
export function explainEmpty(context: GraphContext): readonly Warning[] {
  const { namespaces, snapshot, telemetry } = context;
  const missing = namespaces.filter((namespace) => !snapshot.slices.has(namespace));
  const cause = causeOf(context, missing);
  const unknown: Warning[] = missing.map((namespace) => ({
    code: 'unknown-namespace',
    source: 'cluster',
    message: `The namespace ${namespace} is not known.`,
    remedy: 'Check its name, and that Weir may read its objects.',
  }));
  const off: Warning[] =
    telemetry.kind === 'none' && cause === undefined
      ? [
          {
            code: 'no-metrics',
            source: 'telemetry',
            message: 'Traffic is not measured: the graph shows what is configured.',
            remedy: 'Connect Prometheus, or allow reading the sidecars directly.',
          },
        ]
      : [];
  return [...unknown, ...(cause === undefined ? [] : [cause]), ...off];
}

function causeOf(context: GraphContext, missing: readonly string[]): Warning | undefined {
  const { namespaces, telemetry } = context;
  if (namespaces.length === 0) {
    return {
      code: 'no-namespaces',
      source: 'cluster',
      message: 'There is no namespace to show.',
      remedy: 'Choose one, or ask for permission to read Services, Pods and Deployments in one.',
    };
  }
  if (missing.length === namespaces.length) return undefined;
  const workloads = namespaces.flatMap((name) => [...(context.topology(name)?.workloads.values() ?? [])]);
  if (workloads.length === 0) {
    return {
      code: 'no-workloads',
      source: 'cluster',
      message: `There are no workloads in ${listed(namespaces)}.`,
      remedy: 'Deploy something there, or choose another namespace.',
    };
  }
  if (telemetry.kind === 'none') return undefined;
  if (isAnySeen(context)) return undefined;
  if (!workloads.some(isMeasured)) {
    return {
      code: 'no-sidecars',
      source: 'cluster',
      message: `No pod in ${listed(namespaces)} has a sidecar, so nobody measures its traffic.`,
      remedy: 'Label the namespace istio-injection=enabled and restart its pods.',
    };
  }
  if (telemetry.coveredSeconds <= 0) {
    return {
      code: 'no-metrics',
      source: 'telemetry',
      message: 'There are no figures for this window yet.',
      remedy: 'Rates need two readings: wait for the next one, or look at the source of telemetry.',
    };
  }
  return {
    code: 'no-traffic',
    source: 'telemetry',
    message: `Nobody called anything in ${listed(namespaces)} in the last ${telemetry.windowSeconds} s.`,
    remedy: 'Send some requests, or choose a longer time range.',
  };
}

const isMeasured = (workload: WorkloadFacts): boolean =>
  workload.sidecars > 0 || workload.ambient || workload.proxy !== undefined;

function isAnySeen(context: GraphContext): boolean {
  for (const edge of context.draft.edges.values()) if (hasTraffic(edge.seen)) return true;
  return false;
}

const listed = (namespaces: readonly string[]): string =>
  namespaces.length <= 3
    ? namespaces.join(', ')
    : `${namespaces.slice(0, 2).join(', ')} and ${namespaces.length - 2} more`;
