import { isJsonObject, type Json, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import { ageText, spanText } from './age.ts';
import { CONTAINERS, conditionOf, count, IMAGES, labelsText, NONE, SELECTOR, spec, status } from './cells.ts';
import { AGE, type Column, integer, NAME, text } from './column.ts';

const replicas = (object: StoredObject): number => numberAt(spec(object), 'replicas') ?? 0;

const DEPLOYMENT: readonly Column[] = [
  NAME,
  text('Ready', (deployment) => `${count(deployment, 'readyReplicas')}/${replicas(deployment)}`),
  text('Up-to-date', (deployment) => count(deployment, 'updatedReplicas')),
  text('Available', (deployment) => count(deployment, 'availableReplicas')),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

const REPLICA_SET: readonly Column[] = [
  NAME,
  integer('Desired', replicas),
  integer('Current', (set) => count(set, 'replicas')),
  integer('Ready', (set) => count(set, 'readyReplicas')),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

const STATEFUL_SET: readonly Column[] = [
  NAME,
  text('Ready', (set) => `${count(set, 'readyReplicas')}/${replicas(set)}`),
  AGE,
  CONTAINERS,
  IMAGES,
];

const DAEMON_SET: readonly Column[] = [
  NAME,
  integer('Desired', (set) => count(set, 'desiredNumberScheduled')),
  integer('Current', (set) => count(set, 'currentNumberScheduled')),
  integer('Ready', (set) => count(set, 'numberReady')),
  integer('Up-to-date', (set) => count(set, 'updatedNumberScheduled')),
  integer('Available', (set) => count(set, 'numberAvailable')),
  text('Node Selector', (set) =>
    labelsText(objectAt(objectAt(objectAt(spec(set), 'template'), 'spec'), 'nodeSelector')),
  ),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

function jobStatus(job: StoredObject): string {
  if (conditionOf(job, 'Complete') === 'True') return 'Complete';
  if (conditionOf(job, 'Failed') === 'True') return 'Failed';
  if (metaText(job, 'deletionTimestamp') !== undefined) return 'Terminating';
  return conditionOf(job, 'Suspended') === 'True' ? 'Suspended' : 'Running';
}

function jobDuration(job: StoredObject, nowMs: number): string {
  const start = textAt(status(job), 'startTime');
  if (start === undefined) return '';
  const end = textAt(status(job), 'completionTime');
  return spanText((end === undefined ? nowMs : Date.parse(end)) - Date.parse(start));
}

const JOB: readonly Column[] = [
  NAME,
  text('Status', jobStatus),
  text('Completions', (job) => `${count(job, 'succeeded')}/${numberAt(spec(job), 'completions') ?? 1}`),
  text('Duration', jobDuration),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

const CRON_JOB: readonly Column[] = [
  NAME,
  text('Schedule', (job) => textAt(spec(job), 'schedule') ?? ''),
  text('Timezone', (job) => textAt(spec(job), 'timeZone') ?? NONE),
  { ...text('Suspend', (job): Json => spec(job).suspend === true), type: 'boolean' },
  integer('Active', (job) => listAt(status(job), 'active').length),
  text('Last Schedule', (job, nowMs) => {
    const last = textAt(status(job), 'lastScheduleTime');
    return last === undefined ? NONE : ageText(last, nowMs);
  }),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

function controllerText(revision: StoredObject): string {
  const owner = listAt(revision.metadata, 'ownerReferences').find(
    (entry) => isJsonObject(entry) && entry.controller === true,
  );
  const kind = textAt(owner, 'kind');
  if (kind === undefined) return NONE;
  const group = (textAt(owner, 'apiVersion') ?? '').split('/');
  const suffix = group.length > 1 ? `.${group[0]}` : '';
  return `${kind.toLowerCase()}${suffix}/${textAt(owner, 'name') ?? ''}`;
}

const CONTROLLER_REVISION: readonly Column[] = [
  NAME,
  text('Controller', controllerText),
  text('Revision', (revision): Json => numberAt(revision, 'revision') ?? 0),
  AGE,
];

export const WORKLOAD_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  'deployments.apps': DEPLOYMENT,
  'replicasets.apps': REPLICA_SET,
  'statefulsets.apps': STATEFUL_SET,
  'daemonsets.apps': DAEMON_SET,
  'jobs.batch': JOB,
  'cronjobs.batch': CRON_JOB,
  'controllerrevisions.apps': CONTROLLER_REVISION,
};
