import { objectWords } from '../routing/refs.ts';
import { helmReleaseOf, isKubectlApplied, ownerOf } from './object-owner.ts';
import { patchedObjects, subjectOf } from './patched-objects.ts';
import type { PlanRule } from './plan-rule.ts';

/** W13: the object came from a file; the next `kubectl apply` of that file resets the weights. */
export const kubectlApply: PlanRule = {
  id: 'kubectl-apply',
  check: (input) =>
    patchedObjects(input).flatMap(({ ref, object }) => {
      if (!isKubectlApplied(object) || ownerOf(object) !== undefined || helmReleaseOf(object) !== undefined) return [];
      return [
        {
          subject: subjectOf(ref),
          severity: 'info' as const,
          title: 'This object was applied from a file',
          message: `${objectWords(ref)} came from a file by kubectl apply: applying that file again resets the weights to what it says.`,
          remedy: 'Change the weights in the file as well.',
          object: ref,
        },
      ];
    }),
};
