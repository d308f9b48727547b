import type { DestinationWeight } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../resources/metadata.ts';
import { drafted, findingOf, plan } from '../routing/testing/drafts.ts';
import {
  CANARY_RULE,
  CANARY_VIRTUAL_SERVICE,
  objects,
  pod,
  ROUTE,
  STAFF_HOST,
  STICKY_RULE,
  STICKY_VIRTUAL_SERVICE,
  staffSnapshot,
} from '../routing/testing/fixtures.ts';
import { PLAN_RULES } from './check-plan.ts';

const to = (safe: number, risky: number): DestinationWeight[] => [
  { subset: 'safe-group', weight: safe },
  { subset: 'risky-group', weight: risky },
];

/** The draft of 70/30 on the mission's canary, with the VirtualService and other objects changed. */
function draftWith(
  options: {
    readonly service?: (yaml: string) => string;
    readonly rules?: readonly string[];
    readonly more?: readonly KubernetesObject[];
    readonly weights?: DestinationWeight[];
    readonly route?: string;
  } = {},
) {
  const service = (options.service ?? ((yaml) => yaml))(CANARY_VIRTUAL_SERVICE.replace(/ {2}managedFields:\n.*\n/, ''));
  const snapshot = staffSnapshot([service, ...(options.rules ?? [CANARY_RULE])], options.more ?? []);
  return drafted(plan(snapshot, options.route ?? ROUTE.others, options.weights ?? to(70, 30)));
}

const annotated = (annotations: string) => (yaml: string) =>
  yaml.replace('annotations: {note: written by hand}', `annotations: {${annotations}}`);
const labelled = (labels: string) => (yaml: string) => yaml.replace('labels: {team: fleet}', `labels: {${labels}}`);
const metadata = (text: string) => (yaml: string) => yaml.replace('  labels:', `  ${text}\n  labels:`);
const inRoute = (text: string) => (yaml: string) =>
  yaml
    .replace('    timeout: 3s', `    ${text}\n    timeout: 3s`)
    .replace('  - timeout: 3s', `  - ${text}\n    timeout: 3s`);

it('the plain edit of a hand-written canary has nothing to say', () => {
  expect(draftWith().findings).toEqual([]);
});

it('rule ids are in kebab-case and unique', () => {
  const ids = PLAN_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

describe('W7: version-without-ready-pods', () => {
  const dead = [pod('staff-service-risky-version', 1, { app: 'staff-service', version: 'risky' }, { ready: false })];

  it('weight above 0 on a version without ready pods blocks', () => {
    expect(findingOf(draftWith({ more: dead }), 'version-without-ready-pods')).toMatchObject({
      id: 'version-without-ready-pods:default/custom-routing-rules/spec/http/1/route/1',
      blocking: true,
      severity: 'error',
      title: 'risky has no ready pods',
      path: '/spec/http/1/route/1',
      object: { kind: 'VirtualService', name: 'custom-routing-rules' },
    });
  });

  it('weight 0 does not', () => {
    expect(findingOf(draftWith({ more: dead, weights: to(100, 0) }), 'version-without-ready-pods')).toBeUndefined();
  });

  it('counts the pods of the subset, not of the version', () => {
    const rule = CANARY_RULE.replace('labels: {version: risky}', 'labels: {version: risky, track: other}');
    expect(findingOf(draftWith({ rules: [rule] }), 'version-without-ready-pods')?.blocking).toBe(true);
  });
});

describe('missing-subset', () => {
  it('traffic for a subset that no rule defines blocks', () => {
    const rule = CANARY_RULE.replace(/.*risky-group.*\n/, '');
    expect(findingOf(draftWith({ rules: [rule] }), 'missing-subset')).toMatchObject({ blocking: true });
    expect(findingOf(draftWith({ rules: [rule], weights: to(100, 0) }), 'missing-subset')).toBeUndefined();
  });
});

describe('W12: session-affinity-with-weights', () => {
  const hash = (key: string) => `{loadBalancer: {consistentHash: {${key}}}}`;
  const withPolicy = (policy: string) => CANARY_RULE.replace('  subsets:', `  trafficPolicy: ${policy}\n  subsets:`);

  it.each([
    [
      'a header of the host',
      withPolicy(hash('httpHeaderName: x-myval')),
      /the header x-myval.*for the host/,
      /matches the header x-myval/,
    ],
    ['a cookie', withPolicy(hash('httpCookie: {name: user, ttl: 0s}')), /the cookie user/, /header cookie/],
    ['the source address', withPolicy(hash('useSourceIp: true')), /the source address/, /a header or a cookie/],
    [
      'a query parameter',
      withPolicy(hash('httpQueryParameterName: u')),
      /the query parameter u/,
      /a header or a cookie/,
    ],
    [
      'one port',
      withPolicy(`{portLevelSettings: [{port: {number: 8080}, ${hash('httpHeaderName: h').slice(1)}]}`),
      /for the host, port 8080/,
      /header h/,
    ],
    [
      'one subset',
      CANARY_RULE.replace(
        'labels: {version: risky}',
        `labels: {version: risky}, trafficPolicy: ${hash('httpHeaderName: h')}`,
      ),
      /for the subset risky-group/,
      /header h/,
    ],
  ])('%s', (_, rule, message, remedy) => {
    const found = findingOf(draftWith({ rules: [rule] }), 'session-affinity-with-weights');
    expect(found).toMatchObject({ blocking: false, severity: 'warning' });
    expect(found?.message).toMatch(message);
    expect(found?.message).toContain('at random for each of the requests');
    expect(found?.message).toContain('the hash picks only the pod');
    expect(found?.remedy).toMatch(remedy);
  });

  it('names the object that holds the hash, also where rules are merged', () => {
    const found = findingOf(draftWith({ rules: [CANARY_RULE, STICKY_RULE] }), 'session-affinity-with-weights');
    expect(found?.message).toMatch(/^DestinationRule default\/canary-release-grouping hashes/);
    expect(found?.message).toContain('forwarded by every service');
  });

  it('is silent where one version takes everything', () => {
    expect(
      findingOf(draftWith({ rules: [CANARY_RULE, STICKY_RULE], weights: to(100, 0) }), 'session-affinity-with-weights'),
    ).toBeUndefined();
  });
});

describe('W13: owners', () => {
  it.each([
    [
      'Argo CD by its tracking id',
      annotated('argocd.argoproj.io/tracking-id: "fleet:networking.istio.io/VirtualService:default/x"'),
      /Argo CD \(Application fleet\)/,
    ],
    ['Argo CD by its label', labelled('argocd.argoproj.io/instance: fleet'), /Argo CD \(Application fleet\)/],
    [
      'Argo CD by the instance label beside a trace of it',
      (yaml: string) =>
        annotated('argocd.argoproj.io/sync-wave: "1"')(labelled('app.kubernetes.io/instance: fleet')(yaml)),
      /Argo CD \(Application fleet\)/,
    ],
    [
      'Flux, a Kustomization',
      labelled('kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: flux-system'),
      /Flux \(resource flux-system\/apps\)/,
    ],
    ['Flux, a HelmRelease', labelled('helm.toolkit.fluxcd.io/name: fleet'), /Flux \(resource fleet\)/],
    [
      'Flagger',
      metadata('ownerReferences: [{apiVersion: flagger.app/v1beta1, kind: Canary, name: staff}]'),
      /Flagger \(Canary staff\)/,
    ],
    [
      'Argo Rollouts',
      annotated('argo-rollouts.argoproj.io/managed-by-rollouts: staff'),
      /Argo Rollouts \(Rollout staff\)/,
    ],
  ])('%s needs an explicit choice', (_, service, message) => {
    const found = findingOf(draftWith({ service }), 'managed-by-gitops');
    expect(found).toMatchObject({
      needsAcknowledgement: true,
      blocking: false,
      severity: 'warning',
      id: 'managed-by-gitops:VirtualService/default/custom-routing-rules',
    });
    expect(found?.message).toMatch(message);
  });

  it('the instance label alone is what charts set too: no owner', () => {
    expect(
      findingOf(draftWith({ service: labelled('app.kubernetes.io/instance: fleet') }), 'managed-by-gitops'),
    ).toBeUndefined();
  });

  it('Flux that was told to keep away is no owner', () => {
    const service = (yaml: string) =>
      annotated('kustomize.toolkit.fluxcd.io/reconcile: disabled')(
        labelled('kustomize.toolkit.fluxcd.io/name: a')(yaml),
      );
    expect(findingOf(draftWith({ service }), 'managed-by-gitops')).toBeUndefined();
  });

  it.each([
    ['helm-release', annotated('meta.helm.sh/release-name: fleet'), /release fleet/],
    ['helm-release', labelled('app.kubernetes.io/managed-by: Helm'), /a Helm release/],
    ['kubectl-apply', annotated('kubectl.kubernetes.io/last-applied-configuration: "{}"'), /kubectl apply/],
    ['kubectl-apply', metadata('managedFields: [{manager: kubectl, operation: Apply}]'), /kubectl apply/],
  ])('%s is a note', (rule, service, message) => {
    const found = findingOf(draftWith({ service }), rule);
    expect(found).toMatchObject({ severity: 'info', needsAcknowledgement: false, blocking: false });
    expect(found?.message).toMatch(message);
  });

  it('a GitOps owner silences the notes: the file is theirs', () => {
    const service = annotated(
      'argocd.argoproj.io/tracking-id: "f:x", kubectl.kubernetes.io/last-applied-configuration: "{}", meta.helm.sh/release-name: f',
    );
    expect(draftWith({ service }).findings.map(({ rule }) => rule)).toEqual(['managed-by-gitops']);
  });
});

describe('routes', () => {
  it.each([
    ['mirrored-route', inRoute('mirror: {host: copy, subset: v9}'), /copy \(v9\)/],
    ['mirrored-route', inRoute('mirrors: [{destination: {host: copy}}]'), /go to copy/],
    ['faulted-route', inRoute('fault: {abort: {httpStatus: 500, percentage: {value: 10}}}'), /aborts/],
  ])('%s is told', (rule, service, message) => {
    expect(findingOf(draftWith({ service }), rule)).toMatchObject({ severity: 'info' });
    expect(findingOf(draftWith({ service }), rule)?.message).toMatch(message);
  });

  it('weights-not-100 is told', () => {
    expect(findingOf(draftWith({ weights: to(3, 1) }), 'weights-not-100')).toMatchObject({
      severity: 'info',
      title: 'The weights add up to 4',
    });
  });

  it('subset-selects-several-versions is told where it has traffic', () => {
    const snapshot = staffSnapshot([STICKY_VIRTUAL_SERVICE, STICKY_RULE]);
    const at = (weight: number) =>
      drafted(
        plan(snapshot, ROUTE.testers, [
          { subset: 'all-staff-service-pods', weight },
          { version: 'safe', weight: 50 },
        ]),
      );
    expect(findingOf(at(50), 'subset-selects-several-versions')?.message).toContain('risky, safe');
    expect(findingOf(at(0), 'subset-selects-several-versions')).toBeUndefined();
  });

  it('ignored-virtual-service and route-without-effect name the one that Istio does not use', () => {
    const younger = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: younger, namespace: default, creationTimestamp: "2025-01-01T00:00:00Z"}
spec: {hosts: [fleetman-staff-service], http: [{route: [{destination: {host: fleetman-staff-service, subset: safe-group}, weight: 1}, {destination: {host: fleetman-staff-service, subset: risky-group}}]}]}
`;
    expect(findingOf(draftWith({ rules: [CANARY_RULE, younger] }), 'ignored-virtual-service')).toMatchObject({
      severity: 'warning',
      title: 'VirtualService default/younger is ignored',
    });
    const there = draftWith({ rules: [CANARY_RULE, younger], route: 'VirtualService/default/younger/spec/http/0' });
    expect(findingOf(there, 'route-without-effect')).toMatchObject({ needsAcknowledgement: true });
    expect(findingOf(there, 'route-without-effect')?.message).toContain('custom-routing-rules');
    expect(findingOf(there, 'ignored-virtual-service')).toBeUndefined();
  });

  it('gateway-route-not-changed tells that entering traffic keeps its own weights', () => {
    const entry = objects(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: entry, namespace: default}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: fleet-entry, namespace: default}
spec: {hosts: [shop.example.com], gateways: [entry], http: [{route: [{destination: {host: ${STAFF_HOST}, port: {number: 8080}}}]}]}
`);
    const found = findingOf(draftWith({ more: entry }), 'gateway-route-not-changed');
    expect(found).toMatchObject({
      severity: 'info',
      id: 'gateway-route-not-changed:VirtualService/default/fleet-entry/spec/http/0',
    });
    expect(found?.message).toContain('default/entry');
  });

  it('short-host-other-namespace finds rules elsewhere that mean this service and miss it', () => {
    const stray = (host: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: stray, namespace: shop}
spec: {hosts: [${host}], http: [{route: [{destination: {host: ${host}}}]}]}
`;
    const short = findingOf(
      draftWith({ rules: [CANARY_RULE, stray('fleetman-staff-service')] }),
      'short-host-other-namespace',
    );
    expect(short?.message).toContain('fleetman-staff-service.shop.svc.cluster.local');
    const dotted = findingOf(
      draftWith({ rules: [CANARY_RULE, stray('fleetman-staff-service.default')] }),
      'short-host-other-namespace',
    );
    expect(dotted?.severity).toBe('warning');
    expect(
      findingOf(draftWith({ rules: [CANARY_RULE, stray('other')] }), 'short-host-other-namespace'),
    ).toBeUndefined();
  });

  it('pods-without-version: a first split takes traffic from pods that no label names', () => {
    const snapshot = staffSnapshot([], [pod('staff-old', 1, { app: 'staff-service' })]);
    const draft = drafted(
      plan(snapshot, null, [
        { version: 'safe', weight: 90 },
        { version: 'risky', weight: 10 },
      ]),
    );
    expect(findingOf(draft, 'pods-without-version')?.message).toContain('staff-old');
    expect(
      draft.effect.map(({ version, shareBefore, shareAfter }) => [version, shareBefore, shareAfter]),
    ).toContainEqual(['no version label', 0.25, 0]);
  });
});
