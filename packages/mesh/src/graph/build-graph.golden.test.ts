import { GRAPH_TYPES } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../snapshot/build-snapshot.ts';
import { buildGraph } from './build-graph.ts';
import { FIXTURES } from './testing/fixtures.ts';

/** Golden files are written anew by `npx vitest run --project mesh --update src/graph`; read their diff before keeping it. */
describe('G10: golden graphs', () => {
  for (const { name, objects, telemetry, namespaces } of FIXTURES) {
    const types = name === 'fleetman' ? GRAPH_TYPES : (['versionedApp'] as const);
    for (const type of types) {
      it(`${name} as ${type}`, async () => {
        const { graph } = buildGraph({ snapshot: buildSnapshot(objects), telemetry, type, namespaces, sources: [] });
        const file = type === 'versionedApp' ? name : `${name}.${type}`;
        await expect(`${JSON.stringify(graph, null, 1)}\n`).toMatchFileSnapshot(`testdata/${file}.json`);
      });
    }
  }
});
