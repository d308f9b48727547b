import { objectWords } from '../routing/refs.ts';
import { helmReleaseOf, ownerOf } from './object-owner.ts';
import { patchedObjects, subjectOf } from './patched-objects.ts';
import type { PlanRule } from './plan-rule.ts';

/** W13: the next upgrade of the Helm release resets the weights. */
export const helmRelease: PlanRule = {
  id: 'helm-release',
  check: (input) =>
    patchedObjects(input).flatMap(({ ref, object }) => {
      const release = helmReleaseOf(object);
      if (release === undefined || ownerOf(object) !== undefined) return [];
      const name = release === '' ? 'a Helm release' : `the Helm release ${release}`;
      return [
        {
          subject: subjectOf(ref),
          severity: 'info' as const,
          title: 'This object comes from a Helm release',
          message: `${objectWords(ref)} belongs to ${name}: its next upgrade may write the chart's weights again.`,
          remedy: "Put the new weights into the release's values as well.",
          object: ref,
        },
      ];
    }),
};
