import type { Plan, Problem } from '@weir/shared';
import { istioPath } from '../support/kube-client.ts';
import { until } from '../support/until.ts';
import type { Demo, Weir } from '../support/weir.ts';
import { atMost, type Figure, percentile95, told } from './figures.ts';

const PATH = istioPath('virtualservices', 'default', 'fleetman-staff-service');
const ROUTE = 'VirtualService/default/fleetman-staff-service/spec/http/0';
const RUNS = 30;
/** Writes a minute are limited. */
const PAUSE_MS = 1100;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function post<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} gave ${answer.status}: ${((await answer.json()) as Problem).detail}`);
  return (await answer.json()) as T;
}

interface Taken {
  readonly planMs: number;
  readonly applyMs: number;
}

/** Plans and applies a split of the staff service; a route of null creates what is missing. */
async function apply(weir: Weir, route: string | null, safe: number): Promise<Taken> {
  const base = `${weir.url}/api/services/default/fleetman-staff-service/routing`;
  const weights = [
    { version: 'safe', weight: safe },
    { version: 'risky', weight: 100 - safe },
  ];
  const intent = { kind: 'weights', changes: [{ route, weights }] };
  const startedAt = performance.now();
  const plan = await post<Plan>(`${base}/plan`, intent);
  const plannedAt = performance.now();
  await post(`${base}/apply`, {
    intent,
    expect: plan.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
      apiVersion,
      kind,
      namespace,
      name,
      resourceVersion,
    })),
    digest: plan.digest,
    acknowledged: plan.findings.map((finding) => finding.id),
  });
  return { planMs: plannedAt - startedAt, applyMs: performance.now() - plannedAt };
}

/** Apply → object written: existing weights, so without the settle time of new subsets. */
export async function applyFigures(weir: Weir, demo: Demo, label: string): Promise<Figure[]> {
  await apply(weir, null, 90);
  const taken: Taken[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const safe = 40 + run;
    await pause(PAUSE_MS);
    taken.push(await apply(weir, ROUTE, safe));
    await until(
      async () => (await demo.kube.get(PATH)).body.spec.http[0].route[0].weight as number,
      (weight) => weight === safe,
    );
  }
  const applied = percentile95(taken.map(({ applyMs }) => applyMs));
  return [
    atMost(`apply → object written, p95, with the API server’s own time, ${label}`, applied, 50, 'ms', 1),
    told('… the plan before it, with its dry run, p95', percentile95(taken.map(({ planMs }) => planMs)), 'ms', 1),
  ];
}
