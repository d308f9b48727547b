import { isJsonObject, type Json, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import { ageText } from './age.ts';
import { labelsText, NONE, spec, status, UNSET } from './cells.ts';
import { AGE, type Column, NAME, text, wide } from './column.ts';
import { podReady, podReason, podRestarts } from './pod-state.ts';

const POD: readonly Column[] = [
  NAME,
  text('Ready', (pod) => podReady(pod)),
  text('Status', (pod) => podReason(pod)),
  text('Restarts', (pod, nowMs) => podRestarts(pod, nowMs)),
  AGE,
  wide(text('IP', (pod) => textAt(status(pod), 'podIP') ?? NONE)),
  wide(text('Node', (pod) => textAt(spec(pod), 'nodeName') ?? NONE)),
  wide(text('Nominated Node', (pod) => textAt(status(pod), 'nominatedNodeName') ?? NONE)),
  wide(text('Readiness Gates', () => NONE)),
];

function portsText(service: StoredObject): string {
  const ports = listAt(spec(service), 'ports').map((port) => {
    const node = numberAt(port, 'nodePort');
    return `${numberAt(port, 'port')}${node === undefined ? '' : `:${node}`}/${textAt(port, 'protocol') ?? 'TCP'}`;
  });
  return ports.length === 0 ? NONE : ports.join(',');
}

function externalAddress(service: StoredObject): string {
  const type = textAt(spec(service), 'type');
  if (type === 'ExternalName') return textAt(spec(service), 'externalName') ?? NONE;
  const fixed = listAt(spec(service), 'externalIPs').join(',');
  if (type !== 'LoadBalancer') return fixed === '' ? NONE : fixed;
  const ingress = listAt(objectAt(status(service), 'loadBalancer'), 'ingress');
  const addresses = ingress.map((entry) => textAt(entry, 'ip') ?? textAt(entry, 'hostname') ?? '');
  return addresses.length === 0 ? '<pending>' : addresses.join(',');
}

const SERVICE: readonly Column[] = [
  NAME,
  text('Type', (service) => textAt(spec(service), 'type') ?? 'ClusterIP'),
  text('Cluster-IP', (service) => textAt(spec(service), 'clusterIP') ?? NONE),
  text('External-IP', externalAddress),
  text('Port(s)', portsText),
  AGE,
  wide(text('Selector', (service) => labelsText(objectAt(spec(service), 'selector')))),
];

/** The first three of a list, and how many more there are. */
function shortened(values: readonly string[], none: string): string {
  if (values.length === 0) return none;
  return values.length > 3 ? `${values.slice(0, 3).join(',')} + ${values.length - 3} more...` : values.join(',');
}

const sliceEndpoints = (slice: StoredObject): string =>
  shortened(
    listAt(slice, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses').map(String)),
    UNSET,
  );
const slicePorts = (slice: StoredObject): string =>
  shortened(
    listAt(slice, 'ports').map((port) => String(numberAt(port, 'port') ?? '*')),
    UNSET,
  );

const ENDPOINT_SLICE: readonly Column[] = [
  NAME,
  text('AddressType', (slice) => textAt(slice, 'addressType') ?? ''),
  text('Ports', slicePorts),
  text('Endpoints', sliceEndpoints),
  AGE,
];

const ENDPOINTS: readonly Column[] = [
  NAME,
  text('Endpoints', (endpoints) => {
    const addresses = listAt(endpoints, 'subsets').flatMap((subset) =>
      listAt(subset, 'addresses').flatMap((address) =>
        listAt(subset, 'ports').map((port) => `${textAt(address, 'ip')}:${numberAt(port, 'port')}`),
      ),
    );
    return shortened(addresses, NONE);
  }),
  AGE,
];

const entries = (object: StoredObject): number =>
  Object.keys(objectAt(object, 'data')).length + Object.keys(objectAt(object, 'binaryData')).length;

function nodeStatus(node: StoredObject): string {
  const ready = listAt(status(node), 'conditions').find(
    (condition) => isJsonObject(condition) && condition.type === 'Ready',
  );
  const text = textAt(ready, 'status') === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady';
  return spec(node).unschedulable === true ? `${text},SchedulingDisabled` : text;
}

function nodeRoles(node: StoredObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = Object.keys(objectAt(node.metadata, 'labels'));
  const roles = labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length));
  return roles.length === 0 ? NONE : roles.sort().join(',');
}

const address =
  (type: string): Column['cell'] =>
  (node) => {
    const found = listAt(status(node), 'addresses').find((entry) => isJsonObject(entry) && entry.type === type);
    return textAt(found, 'address') ?? NONE;
  };
const nodeInfo =
  (key: string): Column['cell'] =>
  (node) =>
    textAt(objectAt(status(node), 'nodeInfo'), key) ?? '<unknown>';

const NODE: readonly Column[] = [
  NAME,
  text('Status', nodeStatus),
  text('Roles', nodeRoles),
  AGE,
  text('Version', nodeInfo('kubeletVersion')),
  wide(text('Internal-IP', address('InternalIP'))),
  wide(text('External-IP', address('ExternalIP'))),
  wide(text('OS-Image', nodeInfo('osImage'))),
  wide(text('Kernel-Version', nodeInfo('kernelVersion'))),
  wide(text('Container-Runtime', nodeInfo('containerRuntimeVersion'))),
];

function involvedText(event: StoredObject): string {
  const involved = objectAt(event, 'involvedObject');
  return `${(textAt(involved, 'kind') ?? '').toLowerCase()}/${textAt(involved, 'name') ?? ''}`;
}

const eventTime = (event: StoredObject, first: string): string | undefined =>
  textAt(event, first) ?? textAt(event, 'eventTime') ?? metaText(event, 'creationTimestamp');

const EVENT: readonly Column[] = [
  text('Last Seen', (event, nowMs) => ageText(eventTime(event, 'lastTimestamp'), nowMs)),
  text('Type', (event) => textAt(event, 'type') ?? ''),
  text('Reason', (event) => textAt(event, 'reason') ?? ''),
  text('Object', involvedText),
  wide(text('Subobject', (event) => textAt(objectAt(event, 'involvedObject'), 'fieldPath') ?? '')),
  wide(
    text(
      'Source',
      (event) => textAt(objectAt(event, 'source'), 'component') ?? textAt(event, 'reportingComponent') ?? '',
    ),
  ),
  text('Message', (event) => (textAt(event, 'message') ?? '').trim()),
  wide(text('First Seen', (event, nowMs) => ageText(eventTime(event, 'firstTimestamp'), nowMs))),
  wide(text('Count', (event): Json => numberAt(event, 'count') ?? 1)),
  wide(NAME),
];

export const CORE_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  pods: POD,
  services: SERVICE,
  'endpointslices.discovery.k8s.io': ENDPOINT_SLICE,
  endpoints: ENDPOINTS,
  configmaps: [NAME, text('Data', (map) => entries(map)), AGE],
  serviceaccounts: [NAME, text('Secrets', (account) => listAt(account, 'secrets').length), AGE],
  namespaces: [NAME, text('Status', (namespace) => textAt(status(namespace), 'phase') ?? 'Active'), AGE],
  nodes: NODE,
  events: EVENT,
};
