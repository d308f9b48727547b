import { objectWords } from '../routing/refs.ts';
import { type ObjectOwner, ownerOf } from './object-owner.ts';
import { patchedObjects, subjectOf } from './patched-objects.ts';
import type { PlanRule } from './plan-rule.ts';

const UNIT: Readonly<Record<ObjectOwner['system'], string>> = {
  'Argo CD': 'Application',
  Flux: 'resource',
  Flagger: 'Canary',
  'Argo Rollouts': 'Rollout',
};

const HABIT: Readonly<Record<ObjectOwner['system'], string>> = {
  'Argo CD': 'If the Application heals itself, it sets this change back within minutes; otherwise at its next sync.',
  Flux: 'Flux sets this change back at its next reconciliation.',
  Flagger: 'Flagger owns the whole VirtualService and writes its own weights while a canary is analysed.',
  'Argo Rollouts': 'Argo Rollouts watches the weights and sets its own ones back.',
};

const REMEDY: Readonly<Record<ObjectOwner['system'], string>> = {
  'Argo CD':
    'Commit the change to the repository that the Application reads, or let it ignore the weights (ignoreDifferences).',
  Flux: 'Commit the change to the repository that Flux reads, or suspend its reconciliation meanwhile.',
  Flagger: 'Change the weights of the Canary, or pause it, instead.',
  'Argo Rollouts': 'Set the weight by a step of the Rollout instead.',
};

/** W13: the owner of an object would revert or fight the edit, so it needs an explicit choice. */
export const managedByGitops: PlanRule = {
  id: 'managed-by-gitops',
  check: (input) =>
    patchedObjects(input).flatMap(({ ref, object }) => {
      const owner = ownerOf(object);
      if (owner === undefined) return [];
      const unit = owner.unit === undefined ? '' : ` (${UNIT[owner.system]} ${owner.unit})`;
      return [
        {
          subject: subjectOf(ref),
          severity: 'warning' as const,
          needsAcknowledgement: true,
          title: `${owner.system} manages this object and will set it back`,
          message: `${objectWords(ref)} is managed by ${owner.system}${unit}. ${HABIT[owner.system]}`,
          remedy: REMEDY[owner.system],
          object: ref,
        },
      ];
    }),
};
