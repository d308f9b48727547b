import { createHash } from 'node:crypto';
import { buildGraph, type Snapshot, type TelemetryWindow } from '@weir/mesh';
import type { Graph, SourceStatus, Warning } from '@weir/shared';
import { type Caller, mayReadNamespace } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';
import type { TelemetrySource } from '../ports/telemetry-source.ts';
import { createBoundedMap } from './bounded-map.ts';
import { createDriftMemory, type DriftMemory } from './drift-memory.ts';
import { type GraphQuery, queryKey, withoutOtherParts } from './graph-query.ts';
import { readableNamespaces, requireSnapshot } from './require-snapshot.ts';
import { createSharedSamples } from './shared-samples.ts';

export interface GraphDependencies {
  readonly cluster: ClusterSource;
  readonly telemetry: TelemetrySource;
  readonly clock: Clock;
  /** Told after each graph that was really built. */
  readonly onBuilt?: (durationMs: number) => void;
  /** Milliseconds that only grow; for `onBuilt`. */
  readonly elapsedMs?: () => number;
}

export interface GraphService {
  /**
   * The graph of a query, built once per query, permission set, snapshot and samples, and shared (S5): as long as nothing
   * changed the very same object is returned. Its `revision` names its content. Throws a WeirError before the first
   * synchronisation; failing telemetry is a warning in the graph (G9).
   */
  readonly graph: (caller: Caller, query: GraphQuery) => Promise<Graph>;
  /** How the sources are doing: cluster first. */
  readonly sources: () => readonly SourceStatus[];
}

interface Entry {
  readonly state: string;
  readonly graph: Graph;
}

/** Queries whose last graph is kept. A query is at least one person's view, mostly the same few. */
const KEPT_GRAPHS = 64;
const KEPT_MEMORIES = 256;

export function createGraphService(dependencies: GraphDependencies): GraphService {
  const { cluster, telemetry } = dependencies;
  const graphs = createBoundedMap<Entry>(KEPT_GRAPHS);
  const memories = createBoundedMap<DriftMemory>(KEPT_MEMORIES);
  const shared = createSharedSamples(telemetry, dependencies.clock);
  const sources = () => [cluster.status(), telemetry.status()];

  return {
    sources,
    graph: async (caller, query) => {
      const asked = namespacesOf(requireSnapshot(cluster), caller, query);
      const samples = await shared.read({ namespaces: asked.known, windowSeconds: query.windowSeconds });
      // Read again: the cluster may have moved on while the samples came.
      const snapshot = requireSnapshot(cluster);
      const { known, unknown } = namespacesOf(snapshot, caller, query);
      const warnings = [...clusterWarnings(cluster), ...unknown.map(unknownNamespace)];
      const key = queryKey(caller, query);
      const state = stateOf(snapshot, samples, sources(), warnings);
      const last = graphs.get(key);
      if (last?.state === state) return last.graph;

      const memory = memories.get(key) ?? createDriftMemory(query.windowSeconds);
      memories.set(key, memory);
      const previousBeyondSampling = memory.previous(samples.toMs);
      const startMs = dependencies.elapsedMs?.() ?? 0;
      const built = buildGraph({
        snapshot,
        telemetry: samples,
        type: query.type,
        namespaces: known,
        includeIdle: query.include.includes('idle'),
        sources: sources(),
        warnings,
        ...(previousBeyondSampling === undefined ? {} : { previousBeyondSampling }),
      });
      memory.remember(samples.toMs, built.beyondSampling);
      const graph = withContentRevision(withoutOtherParts(built.graph, query.include));
      dependencies.onBuilt?.((dependencies.elapsedMs?.() ?? 0) - startMs);
      // Something may be shared already under another state with the same content: its identity spares others work.
      const kept = last?.graph.revision === graph.revision ? last.graph : graph;
      graphs.set(key, { state, graph: kept });
      return kept;
    },
  };
}

function namespacesOf(snapshot: Snapshot, caller: Caller, query: GraphQuery) {
  if (query.namespaces === 'all') return { known: readableNamespaces(snapshot, caller), unknown: [] };
  const names = [...new Set(query.namespaces)].sort();
  const isKnown = (name: string) => snapshot.slices.has(name) && mayReadNamespace(caller, name);
  return { known: names.filter(isKnown), unknown: names.filter((name) => !isKnown(name)) };
}

const unknownNamespace = (name: string): Warning => ({
  code: 'namespace-unknown',
  source: 'cluster',
  message: `The namespace ${name} does not exist, or you may not read it.`,
  remedy: 'Choose another namespace, or ask for the permission to read this one.',
});

const clusterWarnings = (cluster: ClusterSource): readonly Warning[] =>
  cluster.warnings().map((warning) => ({ ...warning, source: 'cluster' }));

/** Everything that a graph depends on besides its query. Times of the last success are left out: they change all the time. */
const stateOf = (
  snapshot: Snapshot,
  samples: TelemetryWindow,
  sources: readonly SourceStatus[],
  warnings: readonly Warning[],
): string =>
  JSON.stringify([
    snapshot.revision,
    samples.kind,
    // Without a telemetry source every read has its own time, and none of them says anything.
    samples.kind === 'none' ? null : samples.toMs,
    samples.coveredSeconds,
    samples.warnings,
    sources.map(({ name, kind, state, detail, error }) => [name, kind, state, detail, error]),
    warnings,
  ]);

/**
 * Names a graph by its content, so that a revision means the same on every replica and after a restart, and so that
 * a change that alters nothing in this graph sends nothing.
 */
function withContentRevision(graph: Graph): Graph {
  const content = JSON.stringify({ ...graph, revision: '', sources: graph.sources.map(({ state }) => state) });
  return { ...graph, revision: createHash('sha256').update(content).digest('base64url').slice(0, 22) };
}
