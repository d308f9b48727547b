import { describe, expect, it } from 'vitest';
import type { Caller } from '../ports/caller.ts';
import { createManualClock } from '../testing/clocks.ts';
import { createFakeCluster } from '../testing/fake-cluster.ts';
import { createFakeTelemetry } from '../testing/fake-telemetry.ts';
import { namespaceObject, serviceObject, staffObjects } from '../testing/staff-service.ts';
import { GRAPH_PARTS, type GraphQuery } from './graph-query.ts';
import { createGraphService } from './graph-service.ts';

const everybody: Caller = { name: 'mira', groups: [], cluster: 'test', readableNamespaces: 'all' };
const guest: Caller = { ...everybody, name: 'guest', readableNamespaces: new Set(['default']) };
const query: GraphQuery = { type: 'versionedApp', namespaces: 'all', windowSeconds: 60, include: GRAPH_PARTS };

function world() {
  const cluster = createFakeCluster([...staffObjects(), namespaceObject('other'), serviceObject('other', 'hidden')]);
  const telemetry = createFakeTelemetry();
  const clock = createManualClock();
  let built = 0;
  const graphs = createGraphService({
    cluster: cluster.source,
    telemetry: telemetry.source,
    clock,
    onBuilt: () => {
      built += 1;
    },
  });
  return { cluster, telemetry, clock, graphs, built: () => built };
}

describe('S5: a graph is computed once and shared', () => {
  it('S5: the same query of whoever may read the same is one graph, the very same object', async () => {
    const { graphs, built } = world();
    const [mine, theirs] = await Promise.all([
      graphs.graph(everybody, query),
      graphs.graph({ ...everybody, name: 'jo' }, query),
    ]);
    expect(mine).toBe(theirs);
    expect(mine.nodes.length).toBeGreaterThan(0);
    expect(built()).toBe(1);
  });

  it('S5: another query, or other rights, is another graph', async () => {
    const { graphs } = world();
    const all = await graphs.graph(everybody, query);
    expect((await graphs.graph(everybody, { ...query, type: 'service' })).revision).not.toBe(all.revision);
    expect((await graphs.graph(everybody, { ...query, namespaces: ['other'] })).namespaces).toEqual(['other']);
    const theirs = await graphs.graph(guest, query);
    expect(theirs.namespaces).toEqual(['default']);
    expect(JSON.stringify(theirs)).not.toContain('hidden');
  });

  it('S5: a namespace that the caller may not read is as if it were not there', async () => {
    const { graphs } = world();
    const graph = await graphs.graph(guest, { ...query, namespaces: ['default', 'other'] });
    expect(graph.namespaces).toEqual(['default']);
    expect(graph.warnings).toContainEqual(expect.objectContaining({ code: 'namespace-unknown' }));
  });

  it('G10: a revision names the content: a change that alters nothing in the graph is the same revision', async () => {
    const { graphs, cluster, built } = world();
    const before = await graphs.graph(everybody, { ...query, namespaces: ['default'] });
    cluster.put(namespaceObject('other', { irrelevant: 'yes' }));
    const after = await graphs.graph(everybody, { ...query, namespaces: ['default'] });
    expect(built()).toBe(2);
    expect(after).toBe(before);
    cluster.put(serviceObject('default', 'new'));
    expect((await graphs.graph(everybody, { ...query, namespaces: ['default'] })).revision).not.toBe(before.revision);
  });

  it('T1: new samples are read at once; without any, again after a second, so that the source knows that somebody looks', async () => {
    const { graphs, telemetry, clock } = world();
    await graphs.graph(everybody, query);
    await graphs.graph(everybody, { ...query, type: 'app' });
    expect(telemetry.queries).toHaveLength(1);
    telemetry.give({ toMs: 5000 });
    const graph = await graphs.graph(everybody, query);
    expect(graph.generatedAt).toBe(new Date(5000).toISOString());
    expect(telemetry.queries).toHaveLength(2);
    await clock.advance(1000);
    await graphs.graph(everybody, query);
    expect(telemetry.queries).toHaveLength(3);
  });

  it('G9: warnings of the cluster and of telemetry stand side by side, each once', async () => {
    const { cluster, telemetry, clock } = world();
    const warning = { code: 'forbidden', message: 'Sidecars may not be read.', remedy: 'Ask for it.' };
    const source = { ...cluster.source, warnings: () => [warning, warning] };
    const graphs = createGraphService({ cluster: source, telemetry: telemetry.source, clock });
    telemetry.give({
      warnings: [{ code: 'scrape-failed', source: 'telemetry', message: 'No answer.', remedy: 'Wait.' }],
    });
    const codes = (await graphs.graph(everybody, query)).warnings.map(({ code }) => code);
    expect(codes.filter((code) => code === 'forbidden')).toHaveLength(1);
    expect(codes.filter((code) => code === 'scrape-failed')).toHaveLength(1);
  });
});
