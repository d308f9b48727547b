import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt, without } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';

/** Values that the API server fills in for built-in kinds; `serviceAddress` gives a new Service its cluster address. */
export function withBuiltInDefaults(kind: ResourceKind, object: JsonObject, serviceAddress: () => string): JsonObject {
  switch (kind.kind) {
    case 'Namespace':
      return namespace(object);
    case 'Pod':
      return { ...object, spec: podSpec(objectAt(object, 'spec'), 'Always') };
    case 'Service':
      return { ...object, spec: serviceSpec(objectAt(object, 'spec'), serviceAddress) };
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
      return { ...object, spec: controllerSpec(kind.kind, objectAt(object, 'spec')) };
    case 'Job':
      return { ...object, spec: jobSpec(objectAt(object, 'spec')) };
    case 'CronJob':
      return { ...object, spec: cronJobSpec(objectAt(object, 'spec')) };
    default:
      return object;
  }
}

const STATUS: Readonly<Record<string, JsonObject>> = {
  Namespace: { phase: 'Active' },
  Pod: { phase: 'Pending', qosClass: 'BestEffort' },
  Service: { loadBalancer: {} },
};

/** The status that a new object begins with; nothing for kinds that begin without one. */
export function initialStatus(kind: ResourceKind): JsonObject {
  const status = kind.group === '' ? STATUS[kind.kind] : undefined;
  return status === undefined ? {} : { status };
}

const ALLOCATED = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

/** The object without what the system allocated rather than the writer asked for: nobody owns that. */
export function withoutAllocated(kind: ResourceKind, asked: JsonObject, complete: JsonObject): JsonObject {
  if (kind.kind !== 'Service') return complete;
  const given = objectAt(asked, 'spec');
  return {
    ...complete,
    spec: without(objectAt(complete, 'spec'), ...ALLOCATED.filter((key) => given[key] === undefined)),
  };
}

/** A Namespace carries its name as a label, for selectors. */
function namespace(object: JsonObject): JsonObject {
  const name = textAt(object.metadata, 'name');
  const labels = {
    ...(name === undefined ? {} : { 'kubernetes.io/metadata.name': name }),
    ...objectAt(object.metadata, 'labels'),
  };
  const metadata = { ...objectAt(object, 'metadata'), labels };
  return withDefaults(
    { ...object, metadata },
    { spec: { finalizers: ['kubernetes'] } },
    { status: { phase: 'Active' } },
  );
}

/** The object with members of `defaults` where it has none; objects are filled one level deep. */
function withDefaults(object: JsonObject, ...defaults: readonly JsonObject[]): JsonObject {
  const filled: JsonObject = { ...object };
  for (const [key, value] of defaults.flatMap((entry) => Object.entries(entry))) {
    const own = filled[key];
    if (own === undefined) filled[key] = value;
    else if (isJsonObject(own) && isJsonObject(value)) filled[key] = { ...value, ...own };
  }
  return filled;
}

function container(value: Json): Json {
  if (!isJsonObject(value)) return value;
  const image = textAt(value, 'image') ?? '';
  const tagged = /:[^/]+$/.test(image) && !image.endsWith(':latest');
  const ports = listAt(value, 'ports').map((port) => (isJsonObject(port) ? { protocol: 'TCP', ...port } : port));
  return {
    ...withDefaults(value, {
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: tagged ? 'IfNotPresent' : 'Always',
    }),
    ...(ports.length === 0 ? {} : { ports }),
  };
}

function podSpec(spec: JsonObject, restartPolicy: string): JsonObject {
  const filled = withDefaults(spec, {
    restartPolicy,
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  for (const key of ['containers', 'initContainers']) {
    const containers = filled[key];
    if (Array.isArray(containers)) filled[key] = containers.map(container);
  }
  return filled;
}

/** A pod template; one without containers stays as it is and is refused later. */
function template(spec: JsonObject, restartPolicy = 'Always'): JsonObject {
  const own = objectAt(spec, 'template');
  return { ...own, metadata: objectAt(own, 'metadata'), spec: podSpec(objectAt(own, 'spec'), restartPolicy) };
}

const ROLLING = { maxUnavailable: '25%', maxSurge: '25%' };

function controllerSpec(kind: string, spec: JsonObject): JsonObject {
  const filled = { ...spec, template: template(spec) };
  switch (kind) {
    case 'Deployment':
      return {
        ...withDefaults(filled, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }),
        strategy: rolling(objectAt(spec, 'strategy'), ROLLING),
      };
    case 'StatefulSet':
      return {
        ...withDefaults(filled, { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady' }),
        updateStrategy: rolling(objectAt(spec, 'updateStrategy'), { partition: 0 }),
      };
    case 'DaemonSet':
      return {
        ...withDefaults(filled, { revisionHistoryLimit: 10 }),
        updateStrategy: rolling(objectAt(spec, 'updateStrategy'), { maxUnavailable: 1, maxSurge: 0 }),
      };
    default:
      return withDefaults(filled, { replicas: 1 });
  }
}

function rolling(strategy: JsonObject, defaults: JsonObject): JsonObject {
  const type = textAt(strategy, 'type') ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return { ...strategy, type };
  return { ...strategy, type, rollingUpdate: { ...defaults, ...objectAt(strategy, 'rollingUpdate') } };
}

const jobSpec = (spec: JsonObject): JsonObject => ({
  ...withDefaults(spec, {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
  }),
  template: template(spec, 'Never'),
});

function cronJobSpec(spec: JsonObject): JsonObject {
  const job = objectAt(spec, 'jobTemplate');
  return {
    ...withDefaults(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    }),
    jobTemplate: { ...job, metadata: objectAt(job, 'metadata'), spec: jobSpec(objectAt(job, 'spec')) },
  };
}

function serviceSpec(spec: JsonObject, address: () => string): JsonObject {
  const ports = listAt(spec, 'ports').map((port): Json => {
    return isJsonObject(port) ? { protocol: 'TCP', targetPort: port.port ?? 0, ...port } : port;
  });
  const type = textAt(spec, 'type') ?? 'ClusterIP';
  const filled = withDefaults(spec, { sessionAffinity: 'None', type });
  if (Array.isArray(spec.ports)) filled.ports = ports;
  if (type === 'ExternalName') return filled;
  const clusterIP = textAt(spec, 'clusterIP') ?? address();
  return withDefaults(
    filled,
    {
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    },
    type === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Cluster' },
  );
}
