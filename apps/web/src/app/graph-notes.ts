import type { Graph, Warning } from '@weir/shared';

/** What is said beside the graph: `warning` needs somebody, `hint` explains what is seen, `begun` goes by itself. */
export interface GraphNote {
  readonly tone: 'warning' | 'hint' | 'begun';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Nothing is wrong: this is how it is. */
const HINTS = new Set([
  'no-traffic',
  'no-sidecars',
  'no-workloads',
  'window-widened',
  'window-too-long',
  'kind-not-served',
]);

/** The graph's warnings by how much they matter, those that need somebody first (G9). */
export function notesOf(graph: Graph): readonly GraphNote[] {
  const begun = graph.warnings.some((warning) => isBegun(graph, warning));
  const others = graph.warnings.filter((warning) => !isBegun(graph, warning));
  const notes = others.map((warning) => ({ ...pick(warning), tone: toneOf(warning) }));
  return [
    ...notes.filter((note) => note.tone === 'warning'),
    ...notes.filter((note) => note.tone === 'hint'),
    ...(begun ? [JUST_BEGUN] : []),
  ];
}

const JUST_BEGUN: GraphNote = {
  tone: 'begun',
  code: 'telemetry-starting',
  message: 'Measuring has just begun.',
  remedy: 'Figures follow within seconds.',
};

/** Rates need two readings: until then there is nothing to worry about. */
function isBegun(graph: Graph, { code }: Warning): boolean {
  if (code === 'telemetry-starting') return true;
  const telemetry = graph.sources.find((source) => source.name === 'telemetry');
  const reads = telemetry?.state === 'ok' || telemetry?.state === 'starting';
  return code === 'no-metrics' && reads && telemetry.kind !== 'none' && graph.coveredSeconds <= 0;
}

const toneOf = ({ code }: Warning): GraphNote['tone'] =>
  HINTS.has(code) || code === 'no-metrics' ? 'hint' : 'warning';

const pick = ({ code, message, remedy }: Warning) => ({ code, message, remedy });
