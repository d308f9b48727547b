import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Graph, Plan } from '@weir/shared';
import { istioPath } from '../support/kube-client.ts';
import { until } from '../support/until.ts';
import type { Demo, Weir } from '../support/weir.ts';
import { atMost, type Figure, median, percentile95 } from './figures.ts';

const GRAPH = '/api/graph?type=versionedApp';

/** Resident memory of a process in MB, from the operating system; undefined where it does not tell. */
function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line?.[1] === undefined ? undefined : Number(line[1]) / 1024;
  } catch {
    // Not Linux.
    return undefined;
  }
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

/** Graph over HTTP, its size, and the server's memory. */
export async function graphFigures(weir: Weir, label: string): Promise<Figure[]> {
  const fetchText = async (path: string) => (await fetch(`${weir.url}${path}`)).text();
  const text = await fetchText(GRAPH);
  const graph = JSON.parse(text) as Graph;
  // Another window is another graph: nothing of it is cached.
  const fresh: number[] = [];
  for (let seconds = 61; seconds < 76; seconds += 1)
    fresh.push(await timed(() => fetchText(`${GRAPH}&window=${seconds}s`)));
  const repeated: number[] = [];
  for (let i = 0; i < 15; i += 1) repeated.push(await timed(() => fetchText(GRAPH)));
  const memory = residentMegabytes(weir.running.process.pid);
  const of = `${label} (${graph.nodes.length} nodes, ${graph.edges.length} edges)`;
  return [
    atMost(`graph over HTTP, not cached, ${of}`, median(fresh), 90, 'ms', 1),
    atMost('the same, repeated', median(repeated), 10, 'ms', 1),
    atMost('its size, compressed', gzipSync(text).length / 1000, 100, 'kB', 1),
    ...(memory === undefined ? [] : [atMost('server memory (RSS)', memory, 200, 'MB')]),
  ];
}

/** Apply → object written: the server's own part, the settle time apart. */
export async function applyFigures(weir: Weir, demo: Demo): Promise<Figure[]> {
  const base = `${weir.url}/api/services/default/fleetman-staff-service/routing`;
  const post = async <T>(path: string, body: unknown) =>
    (await (
      await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json()) as T;
  const apply = async (route: string | null, safe: number) => {
    const intent = {
      kind: 'weights',
      changes: [
        {
          route,
          weights: [
            { version: 'safe', weight: safe },
            { version: 'risky', weight: 100 - safe },
          ],
        },
      ],
    };
    const plan = await post<Plan>('/plan', intent);
    const expectations = plan.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
      apiVersion,
      kind,
      namespace,
      name,
      resourceVersion,
    }));
    return timed(() =>
      post('/apply', {
        intent,
        expect: expectations,
        digest: plan.digest,
        acknowledged: plan.findings.map((finding) => finding.id),
      }),
    );
  };
  await apply(null, 90);
  const route = 'VirtualService/default/fleetman-staff-service/spec/http/0';
  const path = istioPath('virtualservices', 'default', 'fleetman-staff-service');
  const times: number[] = [];
  for (let safe = 40; safe < 70; safe += 1) {
    times.push(await apply(route, safe));
    await until(
      async () => (await demo.kube.get(path)).body.spec.http[0].route[0].weight as number,
      (weight) => weight === safe,
    );
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return [atMost('apply → object written, p95 (with the API server’s own time)', percentile95(times), 50, 'ms', 1)];
}
