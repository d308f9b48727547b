import type { ObjectRef } from '@weir/shared';
import type { DestinationRule, VirtualService } from '../resources/istio.ts';
import type { KubernetesObject } from '../resources/metadata.ts';
import { recordOf, textsOf } from '../routing/json.ts';
import { rawRoutesOf } from '../routing/raw-routes.ts';
import { objectRef, objectWords } from '../routing/refs.ts';
import type { ServiceView } from '../routing/service-view.ts';
import type { NamespaceSlice } from '../snapshot/snapshot.ts';
import { subjectOf } from './patched-objects.ts';
import type { PlanRule } from './plan-rule.ts';

/**
 * A rule in another namespace names the service by a short host. Istio reads that in the rule's namespace, where no such
 * service is, so the rule does nothing here (research/istio-kubernetes.md 2.1). The same for `<name>.<namespace>`, which
 * Istio does not complete at all.
 */
export const shortHostOtherNamespace: PlanRule = {
  id: 'short-host-other-namespace',
  check: ({ after }) =>
    [...after.snapshot.slices.values()].flatMap((slice) =>
      mentions(after, slice).map(({ ref, host }) => ({
        subject: `${subjectOf(ref)}:${host}`,
        severity: 'warning' as const,
        title: `${objectWords(ref)} does not mean this service`,
        message: `${objectWords(ref)} names the host "${host}". Istio reads that as ${meaning(after, slice, host)}, not as ${after.host}.`,
        remedy: `Write ${after.host} there if this service is meant.`,
        object: ref,
      })),
    ),
};

function meaning(view: ServiceView, slice: NamespaceSlice, host: string): string {
  return host.includes('.')
    ? `the name "${host}" as it stands`
    : `${host}.${slice.name}.svc.${view.snapshot.mesh.domain}`;
}

function mentions(view: ServiceView, slice: NamespaceSlice): { ref: ObjectRef; host: string }[] {
  const incomplete = new Set([`${view.name}.${view.namespace}`, `${view.name}.${view.namespace}.svc`]);
  if (slice.name !== view.namespace && !slice.services.has(view.name)) incomplete.add(view.name);
  const found: { ref: ObjectRef; host: string }[] = [];
  for (const object of [...slice.virtualservices.values(), ...slice.destinationrules.values()]) {
    for (const host of writtenHosts(object)) if (incomplete.has(host)) found.push({ ref: objectRef(object), host });
  }
  return found;
}

const cache = new WeakMap<KubernetesObject, ReadonlySet<string>>();

/** The hosts that an object names and leads to, as written. Memoised: every plan looks at all objects. */
function writtenHosts(object: VirtualService | DestinationRule): ReadonlySet<string> {
  const known = cache.get(object);
  if (known !== undefined) return known;
  const spec = recordOf(object.spec);
  const routes = object.kind === 'VirtualService' ? rawRoutesOf(object) : [];
  const destinations = routes.flatMap((route) => route.destinations.map(({ host }) => host));
  const hosts = new Set([...textsOf(spec.hosts), ...textsOf([spec.host]), ...destinations]);
  cache.set(object, hosts);
  return hosts;
}
