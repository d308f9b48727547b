import { applyGraphDelta, type Graph, type GraphDelta } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../ports/caller.ts';
import { createManualClock } from '../testing/clocks.ts';
import { CLUSTER_STATUS, createFakeCluster } from '../testing/fake-cluster.ts';
import { createFakeTelemetry } from '../testing/fake-telemetry.ts';
import { namespaceObject, serviceObject, staffObjects, staffRoutes, staffRule } from '../testing/staff-service.ts';
import type { StreamEvent } from './graph-channel.ts';
import { GRAPH_PARTS, type GraphQuery } from './graph-query.ts';
import { createGraphService } from './graph-service.ts';
import { createGraphStream } from './graph-stream.ts';
import type { StreamClient } from './stream-reader.ts';

const caller: Caller = { name: 'mira', groups: [], cluster: 'test', readableNamespaces: 'all' };
const query: GraphQuery = { type: 'versionedApp', namespaces: 'all', windowSeconds: 60, include: GRAPH_PARTS };

function world() {
  const cluster = createFakeCluster([...staffObjects(), staffRule(), staffRoutes(90, 10)]);
  const telemetry = createFakeTelemetry();
  const clock = createManualClock();
  const errors: unknown[] = [];
  const shared = { cluster: cluster.source, telemetry: telemetry.source, clock };
  let built = 0;
  const graphs = createGraphService({
    ...shared,
    onBuilt: () => {
      built += 1;
    },
  });
  const stream = createGraphStream({ ...shared, graphs, onError: (error) => errors.push(error) });
  return { cluster, telemetry, clock, graphs, stream, errors, built: () => built };
}

/** A browser: follows the graph, and can be too slow. */
function browser() {
  const events: StreamEvent[] = [];
  let graph: Graph | undefined;
  let blocked = false;
  let ended = false;
  const client: StreamClient = {
    ready: () => !blocked && !ended,
    send: (event) => {
      events.push(event);
      if (event.name === 'graph-reset') graph = JSON.parse(event.json) as Graph;
      if (event.name === 'graph' && graph !== undefined)
        graph = applyGraphDelta(graph, JSON.parse(event.json) as GraphDelta);
    },
    end: () => {
      ended = true;
    },
  };
  return {
    client,
    events,
    graph: () => graph,
    names: () => events.map(({ name }) => name),
    block: (value: boolean) => {
      blocked = value;
    },
    ended: () => ended,
  };
}

describe('A: the event stream', () => {
  it('A: starts with the sources and the whole graph, and its steps rebuild every later one', async () => {
    const { stream, cluster, telemetry, clock, graphs } = world();
    const tab = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(0);
    expect(tab.names()).toEqual(['sources', 'graph-reset']);
    for (const change of [
      () => cluster.put(serviceObject('default', 'new')),
      () => cluster.put(staffRoutes(50, 50)),
      () => telemetry.give({ toMs: 5000 }),
      () => cluster.remove({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'new' }),
    ]) {
      change();
      await clock.advance(250);
      expect(tab.graph()).toEqual(await graphs.graph(caller, query));
    }
    expect(tab.names().filter((name) => name === 'graph-reset')).toHaveLength(1);
    expect(tab.names().filter((name) => name === 'graph')).toHaveLength(4);
  });

  it('P: many changes in a moment are one step', async () => {
    const { stream, cluster, clock, built } = world();
    const tab = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(1000);
    const before = built();
    for (let index = 0; index < 40; index += 1) cluster.put(serviceObject('default', `new-${index}`));
    await clock.advance(1000);
    expect(built() - before).toBeLessThanOrEqual(2);
    expect(tab.graph()?.nodes.filter(({ name }) => name.startsWith('new-'))).toHaveLength(40);
  });

  it('P: changes that keep coming are told four times a second', async () => {
    const { stream, cluster, clock, built } = world();
    stream.subscribe(caller, query, browser().client, undefined);
    await clock.advance(1000);
    const before = built();
    for (let index = 0; index < 100; index += 1) {
      cluster.put(serviceObject('default', `new-${index}`));
      await clock.advance(10);
    }
    expect(built() - before).toBeGreaterThanOrEqual(4);
    expect(built() - before).toBeLessThanOrEqual(5);
  });

  it('A: what changes nothing in this graph sends nothing', async () => {
    const { stream, cluster, clock } = world();
    const tab = browser();
    stream.subscribe(caller, { ...query, namespaces: ['default'] }, tab.client, undefined);
    await clock.advance(500);
    cluster.put(namespaceObject('kube-system', { irrelevant: 'yes' }));
    await clock.advance(500);
    expect(tab.names()).toEqual(['sources', 'graph-reset']);
  });

  it('A: who comes back soon gets only what is new, who comes from elsewhere a reset', async () => {
    const { stream, cluster, clock } = world();
    const first = browser();
    const subscription = stream.subscribe(caller, query, first.client, undefined);
    await clock.advance(500);
    subscription.close();
    cluster.put(serviceObject('default', 'new'));
    const [again, stranger] = [browser(), browser()];
    stream.subscribe(caller, query, again.client, first.graph()?.revision);
    stream.subscribe(caller, query, stranger.client, 'of another replica');
    await clock.advance(500);
    expect(again.names()).toEqual(['sources', 'graph']);
    expect(stranger.names()).toContain('graph-reset');
    expect(stranger.graph()?.nodes.some(({ name }) => name === 'new')).toBe(true);
  });

  it('A: nobody reads, nothing is built', async () => {
    const { stream, cluster, clock, built } = world();
    const subscription = stream.subscribe(caller, query, browser().client, undefined);
    await clock.advance(500);
    subscription.close();
    const before = built();
    cluster.put(serviceObject('default', 'new'));
    await clock.advance(60_000);
    expect(built()).toBe(before);
    expect(stream.size()).toBe(0);
  });

  it('A: a slow client is sent nothing, and then what it missed', async () => {
    const { stream, cluster, clock, graphs } = world();
    const tab = browser();
    const subscription = stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(500);
    tab.block(true);
    for (let index = 0; index < 20; index += 1) {
      cluster.put(staffRoutes(index, 100 - index));
      await clock.advance(250);
    }
    const sent = tab.events.length;
    expect(sent).toBe(2);
    tab.block(false);
    subscription.resume();
    expect(tab.graph()).toEqual(await graphs.graph(caller, query));
    expect(tab.names()).toContain('routing');
    // Never more than the graph itself and what is about it.
    expect(tab.events.length - sent).toBeLessThan(20);
  });

  it('A: a client that takes nothing for a minute is ended', async () => {
    const { stream, clock } = world();
    const tab = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(500);
    tab.block(true);
    await clock.advance(70_000);
    expect(tab.ended()).toBe(true);
  });

  it('A: a heartbeat comes every 15 s', async () => {
    const { stream, clock } = world();
    const tab = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(61_000);
    const beats = tab.events.filter(({ name }) => name === 'heartbeat');
    expect(beats).toHaveLength(4);
    expect(JSON.parse(beats[0]?.json ?? '{}')).toEqual({ at: '2026-01-01T00:00:15.000Z' });
  });

  it('W8: a changed routing object names the services whose dialogs should ask again', async () => {
    const { stream, cluster, clock } = world();
    const tab = browser();
    const guest: Caller = { ...caller, readableNamespaces: new Set(['kube-system']) };
    const other = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    stream.subscribe(guest, query, other.client, undefined);
    await clock.advance(500);
    cluster.put(staffRoutes(50, 50));
    await clock.advance(500);
    const told = tab.events.filter(({ name }) => name === 'routing');
    expect(told.map(({ json }) => JSON.parse(json) as unknown)).toEqual([{ services: ['default/staff-service'] }]);
    expect(other.names()).not.toContain('routing');
    cluster.put(serviceObject('default', 'new'));
    await clock.advance(500);
    expect(tab.names().filter((name) => name === 'routing')).toHaveLength(1);
  });

  it('U8: a source that fails is told within a second or two, and so is its return', async () => {
    const { stream, cluster, clock } = world();
    const tab = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(500);
    cluster.faults.status = { ...CLUSTER_STATUS, state: 'unreachable', error: 'connection refused' };
    await clock.advance(2000);
    cluster.faults.status = CLUSTER_STATUS;
    await clock.advance(2000);
    const states = tab.events
      .filter(({ name }) => name === 'sources')
      .map(({ json }) => (JSON.parse(json) as { sources: { state: string }[] }).sources[0]?.state);
    expect(states).toEqual(['ok', 'unreachable', 'ok']);
    expect(tab.graph()?.sources[0]?.state).toBe('ok');
  });

  it('L3: before the first synchronisation the sources tell its progress, and then the graph comes', async () => {
    const { stream, cluster, clock, errors } = world();
    cluster.faults.neverSynchronised = true;
    cluster.faults.status = { ...CLUSTER_STATUS, state: 'starting', objects: 1 };
    const tab = browser();
    stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(1500);
    cluster.faults.status = { ...CLUSTER_STATUS, state: 'starting', objects: 2 };
    await clock.advance(1500);
    expect(tab.names()).toEqual(['sources', 'sources']);
    cluster.faults.neverSynchronised = false;
    cluster.faults.status = CLUSTER_STATUS;
    cluster.put(serviceObject('default', 'new'));
    await clock.advance(500);
    expect(tab.names()).toContain('graph-reset');
    expect(tab.names()).not.toContain('routing');
    expect(errors).toEqual([]);
  });

  it('L1: closing ends every stream', async () => {
    const { stream, clock } = world();
    const tabs = [browser(), browser()];
    for (const tab of tabs) stream.subscribe(caller, query, tab.client, undefined);
    await clock.advance(100);
    stream.close();
    expect(tabs.every((tab) => tab.ended())).toBe(true);
  });

  it('S2: the number of streams is bounded', async () => {
    const { stream } = world();
    for (let index = 0; index < 256; index += 1) stream.subscribe(caller, query, browser().client, undefined);
    expect(() => stream.assertRoom()).toThrow(expect.objectContaining({ code: 'rate-limited' }));
  });
});
