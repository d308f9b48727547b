import { podCounts, UNLABELLED_VERSION, workloadNames } from '../routing/version-groups.ts';
import { listInWords, type PlanRule } from './plan-rule.ts';

/** A split leaves out pods that no version label names, although they take traffic today. */
export const podsWithoutVersion: PlanRule = {
  id: 'pods-without-version',
  check: ({ after, changed }) => {
    const group = after.table.groups.find((known) => known.version === UNLABELLED_VERSION);
    const loses = changed.some(
      ({ sharesBefore, sharesAfter }) =>
        (sharesBefore.get(UNLABELLED_VERSION) ?? 0) > (sharesAfter.get(UNLABELLED_VERSION) ?? 0),
    );
    if (group === undefined || !loses) return [];
    const workloads = listInWords(workloadNames(group.members));
    return [
      {
        subject: `${after.namespace}/${after.name}`,
        severity: 'warning',
        title: `Pods of ${workloads} get less traffic or none`,
        message: `${podCounts(group.members).ready} ready pods of ${workloads} carry no version label, so no weight can be given to them. They take requests today.`,
        remedy: `Add the label "version" to the pod template of ${workloads} to give them a share.`,
      },
    ];
  },
};
