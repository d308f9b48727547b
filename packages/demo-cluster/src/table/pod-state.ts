import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import { ageText } from './age.ts';
import { spec, status } from './cells.ts';

/** Native sidecars: init containers that keep running count as containers. */
const sidecars = (pod: StoredObject): ReadonlySet<string> =>
  new Set(
    listAt(spec(pod), 'initContainers')
      .filter((container) => textAt(container, 'restartPolicy') === 'Always')
      .map((container) => textAt(container, 'name') ?? ''),
  );

function runningStatuses(pod: StoredObject): readonly Json[] {
  const native = sidecars(pod);
  const init = listAt(status(pod), 'initContainerStatuses').filter((entry) => native.has(textAt(entry, 'name') ?? ''));
  return [...init, ...listAt(status(pod), 'containerStatuses')];
}

/** `ready/all`. */
export function podReady(pod: StoredObject): string {
  const ready = runningStatuses(pod).filter((entry) => isJsonObject(entry) && entry.ready === true).length;
  return `${ready}/${listAt(spec(pod), 'containers').length + sidecars(pod).size}`;
}

function stateReason(entry: Json): string | undefined {
  const state = objectAt(entry, 'state');
  const waiting = textAt(objectAt(state, 'waiting'), 'reason');
  if (waiting !== undefined) return waiting;
  if (!isJsonObject(state.terminated)) return undefined;
  const terminated: JsonObject = state.terminated;
  const signal = numberAt(terminated, 'signal') ?? 0;
  return (
    textAt(terminated, 'reason') ??
    (signal === 0 ? `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}` : `Signal:${signal}`)
  );
}

/** What the STATUS column says: the phase, or why a container does not run. */
export function podReason(pod: StoredObject): string {
  const phase = textAt(status(pod), 'reason') ?? textAt(status(pod), 'phase') ?? 'Unknown';
  const reasons = listAt(status(pod), 'containerStatuses').map(stateReason);
  const reason = reasons.find((found) => found !== undefined) ?? phase;
  const running = listAt(status(pod), 'containerStatuses').some((entry) =>
    isJsonObject(objectAt(entry, 'state').running),
  );
  const shown = reason === 'Completed' && running ? 'Running' : reason;
  return metaText(pod, 'deletionTimestamp') === undefined ? shown : 'Terminating';
}

/** Restarts of all containers, with the age of the last one. */
export function podRestarts(pod: StoredObject, nowMs: number): string {
  const statuses = runningStatuses(pod);
  const restarts = statuses.reduce<number>((sum, entry) => sum + (numberAt(entry, 'restartCount') ?? 0), 0);
  const ends = statuses
    .map((entry) => textAt(objectAt(objectAt(entry, 'lastState'), 'terminated'), 'finishedAt'))
    .filter((end) => end !== undefined)
    .sort();
  const last = ends.at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${ageText(last, nowMs)} ago)`;
}
