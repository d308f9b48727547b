import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../resources/metadata.ts';
import {
  ALPHA,
  alpha,
  alphaSubsets,
  goesTo,
  inBank,
  inShop,
  service,
  snapshotOf,
  to,
  virtualService,
} from './testing/world.ts';
import { describeIgnored, virtualServicesFor } from './virtual-services.ts';

const world = (...objects: readonly KubernetesObject[]) => snapshotOf([...alpha(), alphaSubsets(), ...objects]);
const rule = (subset: string) => ({ route: [to(subset, undefined, ALPHA)] });
const only = (subset: string, match: object) => ({ match: [match], route: [to(subset, undefined, ALPHA)] });

/** Names of the candidates in order, those in force with a star. */
const named = (...args: Parameters<typeof virtualServicesFor>) =>
  virtualServicesFor(...args).map(({ object, effective }) => `${object.metadata.name}${effective ? '*' : ''}`);

describe('W3: the VirtualService in force on a sidecar (research/istio-kubernetes.md 2.2)', () => {
  it('W3: of two with the same host the older wins, whatever their names, and the younger says why not', () => {
    const snapshot = world(
      virtualService('shop/aa', { hosts: [ALPHA], http: [rule('v2')] }, 2),
      virtualService('shop/zz', { hosts: ['alpha'], http: [rule('v1')] }, 1),
    );
    expect(goesTo(snapshot, inShop)).toBe('v1');
    expect(named(snapshot, ALPHA, inShop)).toEqual(['zz*', 'aa']);
    expect(virtualServicesFor(snapshot, ALPHA, inShop)[1]).toMatchObject({
      matchedHost: ALPHA,
      ignoredBecause: 'an older VirtualService shop/zz has the same host',
    });
  });

  it('W3: of the same age the name decides, then the namespace', () => {
    const byName = world(
      virtualService('a/zz', { hosts: [ALPHA], http: [rule('v2')] }),
      virtualService('z/aa', { hosts: [ALPHA], http: [rule('v1')] }),
    );
    expect(goesTo(byName, inShop)).toBe('v1');
    const byNamespace = world(
      virtualService('z/x', { hosts: [ALPHA], http: [rule('v2')] }),
      virtualService('a/x', { hosts: [ALPHA], http: [rule('v1')] }),
    );
    expect(goesTo(byNamespace, inShop)).toBe('v1');
  });

  it('W3: private comes before exported by name, which comes before public, whatever the age', () => {
    const snapshot = world(
      virtualService('shop/public', { hosts: [ALPHA], http: [rule('v1')] }, 1),
      virtualService('other/named', { hosts: [ALPHA], exportTo: ['shop', 'bank'], http: [rule('v2')] }, 2),
      virtualService('shop/private', { hosts: [ALPHA], exportTo: ['.'], http: [rule('v3')] }, 3),
    );
    expect(goesTo(snapshot, inShop)).toBe('v3');
    expect(goesTo(snapshot, inBank, { host: ALPHA })).toBe('v2');
    expect(goesTo(snapshot, { namespace: 'elsewhere', labels: {} }, { host: ALPHA })).toBe('v1');
    expect(named(snapshot, ALPHA, inShop)).toEqual(['private*', 'named', 'public']);
    expect(virtualServicesFor(snapshot, ALPHA, inShop)[2]?.ignoredBecause).toMatch(
      /shop\/private has the same host and is private to/,
    );
  });

  it('2.10.5: an exportTo that names only other namespaces hides the object from its own', () => {
    const snapshot = world(virtualService('shop/x', { hosts: ['alpha'], exportTo: ['bank'], http: [rule('v1')] }));
    expect(goesTo(snapshot, inShop)).toBe('alpha:8080');
    expect(goesTo(snapshot, inBank, { host: ALPHA })).toBe('v1');
    expect(virtualServicesFor(snapshot, ALPHA, inShop)[0]?.ignoredBecause).toBe(
      'it is not exported to the namespace shop (exportTo: bank)',
    );
  });

  it.each([
    [['.'], 'v1', 'alpha:8080'],
    [['*'], 'v1', 'v1'],
    [[], 'v1', 'v1'],
    [['~'], 'alpha:8080', 'alpha:8080'],
  ])('W3: with the mesh default exportTo %j a client of shop meets %s, one of bank %s', (defaults, own, other) => {
    const objects = [...alpha(), alphaSubsets(), virtualService('shop/x', { hosts: ['alpha'], http: [rule('v1')] })];
    const snapshot = snapshotOf(objects, { mesh: { defaultVirtualServiceExportTo: defaults } });
    expect(goesTo(snapshot, inShop)).toBe(own);
    expect(goesTo(snapshot, inBank, { host: ALPHA })).toBe(other);
  });

  it("W3: short names are those of the rule's namespace, never the service's", () => {
    const snapshot = world(virtualService('bank/x', { hosts: ['alpha'], http: [rule('v1')] }));
    expect(goesTo(snapshot, inShop)).toBe('alpha:8080');
    expect(goesTo(snapshot, inBank, { host: 'alpha.bank.svc.cluster.local', port: 80 })).toBe('503 NC');
  });

  it('W3: a VirtualService that lists gateways without mesh does not act on sidecars', () => {
    const snapshot = world(virtualService('shop/x', { hosts: ['alpha'], gateways: ['entry'], http: [rule('v1')] }));
    expect(goesTo(snapshot, inShop)).toBe('alpha:8080');
    expect(virtualServicesFor(snapshot, ALPHA, inShop)[0]?.ignoredBecause).toBe(
      'it acts on the gateway shop/entry, not on sidecars (mesh is not among its gateways)',
    );
  });

  it('W3: the most specific host wins over age and over privacy', () => {
    const snapshot = world(
      virtualService('shop/wide', { hosts: ['*.cluster.local'], exportTo: ['.'], http: [rule('v1')] }, 1),
      virtualService('shop/narrow', { hosts: ['*.shop.svc.cluster.local'], http: [rule('v2')] }, 2),
    );
    expect(goesTo(snapshot, inShop)).toBe('v2');
    const exact = world(
      virtualService('shop/wide', { hosts: ['*.shop.svc.cluster.local'], exportTo: ['.'], http: [rule('v1')] }, 1),
      virtualService('shop/exact', { hosts: ['alpha'], http: [rule('v2')] }, 2),
    );
    expect(goesTo(exact, inShop)).toBe('v2');
    expect(virtualServicesFor(exact, ALPHA, inShop)[1]).toMatchObject({
      matchedHost: '*.shop.svc.cluster.local',
      ignoredBecause: `the VirtualService shop/exact has the more specific host ${ALPHA}`,
    });
  });

  it('2.10.2: a younger one takes over when no rule of the older is meant for this client', () => {
    const snapshot = world(
      virtualService('shop/old', { hosts: ['alpha'], http: [only('v1', { sourceNamespace: 'bank' })] }, 1),
      virtualService('shop/young', { hosts: ['alpha'], http: [rule('v2')] }, 2),
    );
    expect(goesTo(snapshot, inShop)).toBe('v2');
    expect(goesTo(snapshot, inBank, { host: ALPHA })).toBe('v1');
    expect(named(snapshot, ALPHA, inShop)).toEqual(['young*', 'old']);
    expect(virtualServicesFor(snapshot, ALPHA, inShop)[1]?.ignoredBecause).toBe(
      "none of its rules is meant for this client and the host's protocol",
    );
  });

  it('2.10.2: an exact host that is emptied so never falls back to a wildcard', () => {
    const wildcard = virtualService('shop/wild', { hosts: ['*.shop.svc.cluster.local'], http: [rule('v2')] }, 2);
    const emptied = virtualService('shop/old', {
      hosts: ['alpha'],
      http: [only('v1', { sourceLabels: { app: 'no' } })],
    });
    expect(goesTo(world(wildcard, emptied), inShop)).toBe('alpha:8080');
    const tcpOnly = virtualService('shop/old', { hosts: ['alpha'], tcp: [rule('v1')] });
    expect(goesTo(world(wildcard, tcpOnly), inShop)).toBe('alpha:8080');
  });

  it('2.10.2: of equal wildcards only the first counts, also when it is emptied (measured)', () => {
    const snapshot = world(
      virtualService(
        'shop/a',
        { hosts: ['*.shop.svc.cluster.local'], http: [only('v1', { sourceNamespace: 'x' })] },
        1,
      ),
      virtualService('shop/b', { hosts: ['*.shop.svc.cluster.local'], http: [rule('v2')] }, 2),
    );
    expect(goesTo(snapshot, inShop)).toBe('alpha:8080');
  });

  it('W3: one winner for each host: an object may have one of its hosts and lose another', () => {
    const snapshot = world(
      service('shop/beta'),
      virtualService('shop/old', { hosts: ['alpha'], http: [rule('v1')] }, 1),
      virtualService('shop/young', { hosts: ['alpha', 'beta'], http: [rule('v2')] }, 2),
    );
    expect(goesTo(snapshot, inShop)).toBe('v1');
    expect(goesTo(snapshot, inShop, { host: 'beta' })).toBe('v2');
    expect(named(snapshot, 'beta', inShop)).toEqual(['young*']);
  });

  it('W3: match.port empties an object for the other ports', () => {
    const snapshot = world(virtualService('shop/x', { hosts: ['alpha'], http: [only('v1', { port: 9090 })] }));
    expect(goesTo(snapshot, inShop)).toBe('alpha:8080');
    expect(goesTo(snapshot, inShop, { port: 9090 })).toBe('v1');
    expect(named(snapshot, ALPHA, inShop)).toEqual(['x*']);
  });

  it('W3: nobody names the host: no candidates', () => {
    const object = virtualService('shop/x', { hosts: ['beta'], http: [rule('v1')] });
    const snapshot = world(object);
    expect(virtualServicesFor(snapshot, ALPHA, inShop)).toEqual([]);
    expect(describeIgnored(snapshot, object, ALPHA, inShop)).toBe(`it does not name the host ${ALPHA}`);
  });
});
