import type { ContainerSpec, Controller, KubernetesObject, Pod, Service, ServicePort } from '@weir/mesh';
import { type Fields, fieldsOf, isFields, listOf, numberOf, present, textOf } from './fields.ts';
import type { Intern } from './intern.ts';
import { projectMetadata, readAnnotations, reduceManagedFields, stringsOf } from './project-metadata.ts';

/** Reduces an object of the API to what Weir keeps; undefined when it is no object with a name. */
export type Project = (raw: unknown) => KubernetesObject | undefined;

/** How objects of a kind are kept: routing objects whole, the others by the fields of packages/mesh/src/resources. */
export function projection(apiVersion: string, kind: string, intern: Intern): Project {
  switch (kind) {
    case 'Pod':
      return reduced(apiVersion, kind, intern, projectPod);
    case 'Service':
      return reduced(apiVersion, kind, intern, projectService);
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
      return reduced(apiVersion, kind, intern, projectController);
    case 'Namespace':
      return reduced(apiVersion, kind, intern, () => ({}));
    default:
      return (raw) => keepWhole(apiVersion, kind, raw);
  }
}

/** The object as the server sent it, with its kind (lists leave it out) and managedFields without their field lists. */
export function keepWhole(apiVersion: string, kind: string, raw: unknown): KubernetesObject | undefined {
  if (!isFields(raw) || !isFields(raw.metadata)) return undefined;
  const name = textOf(raw.metadata.name);
  if (name === undefined || name === '') return undefined;
  const managedFields = reduceManagedFields(raw.metadata.managedFields);
  const metadata = { ...raw.metadata, name, ...(managedFields === undefined ? {} : { managedFields }) };
  return { ...raw, apiVersion: textOf(raw.apiVersion) ?? apiVersion, kind: textOf(raw.kind) ?? kind, metadata };
}

function reduced(
  apiVersion: string,
  kind: string,
  intern: Intern,
  body: (raw: Fields, intern: Intern) => Fields,
): Project {
  return (raw) => {
    if (!isFields(raw)) return undefined;
    const metadata = projectMetadata(raw.metadata, intern);
    return metadata === undefined ? undefined : { apiVersion, kind, metadata, ...body(raw, intern) };
  };
}

function projectPod(raw: Fields, intern: Intern): Fields {
  const spec = fieldsOf(raw.spec);
  const status = fieldsOf(raw.status);
  return {
    spec: present<NonNullable<Pod['spec']>>({
      containers: containersOf(spec.containers, intern),
      initContainers: containersOf(spec.initContainers, intern),
      serviceAccountName: internOf(spec.serviceAccountName, intern),
      hostNetwork: spec.hostNetwork === true ? true : undefined,
    }),
    status: present<NonNullable<Pod['status']>>({
      phase: internOf(status.phase, intern),
      podIP: textOf(status.podIP),
      conditions: conditionsOf(status.conditions, intern),
    }),
  };
}

function containersOf(value: unknown, intern: Intern): readonly ContainerSpec[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((entry) => {
    const container = fieldsOf(entry);
    const ports = listOf(container.ports).map((port) => {
      const { name, containerPort, protocol } = fieldsOf(port);
      return present<NonNullable<ContainerSpec['ports']>[number]>({
        name: internOf(name, intern),
        containerPort: numberOf(containerPort),
        protocol: internOf(protocol, intern),
      });
    });
    return present<ContainerSpec>({
      name: internOf(container.name, intern),
      image: internOf(container.image, intern),
      ports: ports.length === 0 ? undefined : ports,
      restartPolicy: internOf(container.restartPolicy, intern),
    });
  });
}

/** Only what says whether the pod takes traffic; probe and transition times change without meaning. */
function conditionsOf(value: unknown, intern: Intern) {
  const conditions: { type: string; status: string }[] = [];
  for (const entry of listOf(value)) {
    const { type, status } = fieldsOf(entry);
    if (typeof type === 'string' && typeof status === 'string')
      conditions.push({ type: intern(type), status: intern(status) });
  }
  return conditions.length === 0 ? undefined : conditions;
}

function projectService(raw: Fields, intern: Intern): Fields {
  const spec = fieldsOf(raw.spec);
  const ports: ServicePort[] = [];
  for (const entry of listOf(spec.ports)) {
    const { name, port, targetPort, protocol, appProtocol } = fieldsOf(entry);
    if (typeof port !== 'number') continue;
    ports.push(
      present<ServicePort>({
        name: internOf(name, intern),
        port,
        targetPort: typeof targetPort === 'number' ? targetPort : textOf(targetPort),
        protocol: internOf(protocol, intern),
        appProtocol: internOf(appProtocol, intern),
      }),
    );
  }
  return {
    spec: present<NonNullable<Service['spec']>>({
      type: internOf(spec.type, intern),
      clusterIP: textOf(spec.clusterIP),
      externalName: textOf(spec.externalName),
      selector: stringsOf(spec.selector, intern),
      ports: ports.length === 0 ? undefined : ports,
    }),
  };
}

function projectController(raw: Fields, intern: Intern): Fields {
  const spec = fieldsOf(raw.spec);
  const status = fieldsOf(raw.status);
  const template = fieldsOf(fieldsOf(spec.template).metadata);
  const matchLabels = stringsOf(fieldsOf(spec.selector).matchLabels, intern);
  return {
    spec: present<NonNullable<Controller['spec']>>({
      replicas: numberOf(spec.replicas),
      selector: matchLabels === undefined ? undefined : { matchLabels },
      template: {
        metadata: present({
          labels: stringsOf(template.labels, intern),
          annotations: readAnnotations(template.annotations, intern),
        }),
      },
    }),
    status: present<NonNullable<Controller['status']>>({
      replicas: numberOf(status.replicas),
      readyReplicas: numberOf(status.readyReplicas),
      availableReplicas: numberOf(status.availableReplicas),
      desiredNumberScheduled: numberOf(status.desiredNumberScheduled),
      numberReady: numberOf(status.numberReady),
    }),
  };
}

const internOf = (value: unknown, intern: Intern): string | undefined =>
  typeof value === 'string' ? intern(value) : undefined;
