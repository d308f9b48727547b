import { PROXY_VERSION } from '../world/injection.ts';
import { BUCKETS } from './buckets.ts';
import { Series, type SeriesLabels } from './series.ts';

/** Which metrics to write, by name: as Envoy's `filter` parameter. */
export type MetricFilter = (name: string) => boolean;

const REQUESTS = 'istio_requests_total';
const DURATION = 'istio_request_duration_milliseconds';
const BUCKET_LABELS = [...BUCKETS.map(String), '+Inf'].map((bound) => `,le="${bound}"} `);

/** What one sidecar has counted since it started. */
export class SidecarStatistics {
  readonly #series = new Map<string, Series>();

  /** The series of a key, made from its labels when it is asked for first. The key stands for the labels. */
  series(key: string, labels: () => SeriesLabels): Series {
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const made = new Series(labels());
    this.#series.set(key, made);
    return made;
  }

  /** The counters in Prometheus' text format, as the sidecar's `/stats/prometheus` has them. */
  render(filter?: MetricFilter): string {
    const lines: string[] = [];
    const wanted = (name: string): boolean => filter === undefined || filter(name);
    if (wanted('istio_build')) {
      lines.push('# TYPE istio_build gauge', `istio_build{component="proxy",tag="${PROXY_VERSION}"} 1`);
    }
    // Series that a flow has prepared and that nothing has met yet are not there for a reader.
    const all = [...this.#series.values()].filter((series) => series.requests > 0);
    if (all.length > 0 && wanted(REQUESTS)) {
      lines.push(`# TYPE ${REQUESTS} counter`);
      for (const series of all) lines.push(`${REQUESTS}{${series.labels}} ${series.requests}`);
    }
    if (all.length > 0 && wanted(DURATION)) {
      lines.push(`# TYPE ${DURATION} histogram`);
      for (const series of all) renderHistogram(series, lines);
    }
    lines.push('');
    return lines.join('\n');
  }
}

function renderHistogram(series: Series, lines: string[]): void {
  const prefix = `${DURATION}_bucket{${series.labels}`;
  let cumulative = 0;
  for (let bucket = 0; bucket < BUCKET_LABELS.length; bucket++) {
    cumulative += series.counts[bucket] ?? 0;
    lines.push(`${prefix}${BUCKET_LABELS[bucket]}${cumulative}`);
  }
  lines.push(
    `${DURATION}_sum{${series.labels}} ${series.sumMs}`,
    `${DURATION}_count{${series.labels}} ${series.requests}`,
  );
}
