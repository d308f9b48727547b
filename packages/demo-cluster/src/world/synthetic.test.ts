import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behaviourOf } from '../traffic/behaviour.ts';
import { syntheticMesh } from './synthetic.ts';

/** The services that each service calls, by `<namespace>/<name>`. */
function callsOf(count: number, seed: number): ReadonlyMap<string, readonly string[]> {
  return new Map(
    syntheticMesh(count, seed).services.map((service) => [
      `${service.namespace}/${service.name}`,
      behaviourOf(service.workloads[0]?.behaviour).calls.map(({ host }) => {
        const [name, namespace] = host.split('.');
        return `${namespace ?? service.namespace}/${name}`;
      }),
    ]),
  );
}

describe('syntheticMesh', () => {
  it('D2: calls lead to services that exist and never form a circle, for any size and seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.nat(), (count, seed) => {
        const calls = callsOf(count, seed);
        const order = [...calls.keys()];
        expect(order).toHaveLength(count);
        for (const [caller, callees] of calls) {
          for (const callee of callees) expect(order.indexOf(callee)).toBeGreaterThan(order.indexOf(caller));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('every service but the first of a namespace has a caller; the first has a load', () => {
    const mesh = syntheticMesh(100, 3);
    const called = new Set([...callsOf(100, 3).values()].flat());
    const roots = mesh.services.filter((service) => !called.has(`${service.namespace}/${service.name}`));
    expect(roots).toHaveLength(4);
    expect(mesh.loads).toHaveLength(4);
    for (const root of roots) {
      expect(mesh.loads.some((load) => load.startsWith(`http://${root.namespace}.example.com/ rps=`))).toBe(true);
    }
  });

  it('some services with several versions are routed by objects that name their subsets', () => {
    const mesh = syntheticMesh(200, 5);
    const names = (kind: string): string[] =>
      mesh.objects
        .filter((object) => object.kind === kind)
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const rules = names('DestinationRule');
    expect(rules.length).toBeGreaterThan(10);
    expect(names('VirtualService')).toEqual(expect.arrayContaining(rules));
    const several = mesh.services.filter((service) => service.workloads.length > 1);
    const routable = several.map((service) => `${service.namespace}/${service.name}`);
    expect(rules.every((name) => routable.includes(name))).toBe(true);
    expect(rules.length).toBeLessThan(routable.length);
  });
});
