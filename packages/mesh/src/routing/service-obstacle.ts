import { portProtocol } from '../resolve/port-protocol.ts';
import type { Service } from '../resources/core.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { UNLABELLED_VERSION, type VersionGroup, workloadNames } from './version-groups.ts';

/** W2: why weights can't be offered for this kind of service at all, as a sentence; undefined when they can. */
export function kindObstacle(snapshot: Snapshot, service: Service): string | undefined {
  const name = service.metadata.name;
  const spec = service.spec ?? {};
  if (snapshot.absentKinds.has('virtualservices') || snapshot.absentKinds.has('destinationrules')) {
    return "This cluster does not serve Istio's VirtualServices and DestinationRules. Install Istio to split traffic.";
  }
  if (spec.type === 'ExternalName') {
    return `${name} is an ExternalName service: it only points to ${spec.externalName ?? 'another name'} and has no pods of its own to split.`;
  }
  if (spec.clusterIP === 'None') {
    return `${name} is headless: its clients choose pods by themselves, so weights would not hold. Use a service with a cluster address.`;
  }
  if (Object.keys(spec.selector ?? {}).length === 0) {
    return `${name} has no selector, so its endpoints carry no labels that versions could be told apart by.`;
  }
  return undefined;
}

/** W2: why no new split can be made from these versions, and what would make it possible; undefined when it can. */
export function versionObstacle(service: Service, groups: readonly VersionGroup[]): string | undefined {
  const name = service.metadata.name;
  const reachable = groups.filter((group) => group.label !== null);
  if (reachable.length > 1) return undefined;
  const hidden = groups.filter((group) => group.label === null);
  const members = groups.flatMap((group) => group.members);
  if (members.length === 0) return `No workload is behind ${name}: its selector matches no pod and no template.`;
  const workloads = workloadNames(members);
  if (hidden.length > 0) {
    const where = workloadNames(hidden.flatMap((group) => group.members));
    if (workloads.length > 1) {
      return `The versions behind ${name} can't be told apart. Add the label "version", with a value of its own, to the pod template of ${listed(where)}.`;
    }
    return `Only one workload, ${listed(workloads)}, is behind ${name}, without a version label. Add the label "version" to its pod template, and deploy a second version with another value.`;
  }
  const only = reachable[0]?.version ?? UNLABELLED_VERSION;
  if (workloads.length > 1) {
    return `The workloads ${listed(workloads)} behind ${name} all carry the version ${only}. Give the label "version" in their pod templates different values to split traffic between them.`;
  }
  return `Only one version, ${only}, is behind ${name}. Deploy a second one whose pods match the service's selector and carry another value of the label "${reachable[0]?.label?.key ?? 'version'}".`;
}

/** Why no VirtualService can be made from nothing for the service's ports; undefined when it can. */
export function portObstacle(service: Service): string | undefined {
  const protocols = (service.spec?.ports ?? []).map(portProtocol);
  if (protocols.some((protocol) => protocol !== 'udp' && protocol !== 'tls')) return undefined;
  if (protocols.length === 0) return `${service.metadata.name} has no port.`;
  return `${service.metadata.name} speaks only ${protocols.includes('tls') ? 'TLS' : 'UDP'}, whose requests Istio can't split without names that Weir does not know. A VirtualService with tls routes written by hand can be edited here.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
