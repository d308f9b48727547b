import type { ObjectRef } from '@weir/shared';
import { recordOf, textOf, textsOf } from '../routing/json.ts';
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
  for (const object of slice.virtualservices.values()) {
    const routed = rawRoutesOf(object).flatMap((route) => route.destinations.map(({ host }) => host));
    const hosts = new Set([...textsOf(recordOf(object.spec).hosts), ...routed]);
    for (const host of hosts) if (incomplete.has(host)) found.push({ ref: objectRef(object), host });
  }
  for (const object of slice.destinationrules.values()) {
    const host = textOf(recordOf(object.spec).host);
    if (host !== undefined && incomplete.has(host)) found.push({ ref: objectRef(object), host });
  }
  return found;
}
