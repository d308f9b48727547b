import { listInWords, type PlanRule } from './plan-rule.ts';

/** W6: a new DestinationRule would hide rules that differ by caller, and can carry over only one of them. */
export const rulesDifferByCaller: PlanRule = {
  id: 'rules-differ-by-caller',
  check: ({ after, conflict }) => {
    if (conflict === undefined) return [];
    const met = conflict.rules.map(({ words, callers }) => `${words} applies for ${listInWords(callers)}`);
    return [
      {
        subject: after.host,
        severity: 'error',
        blocking: true,
        title: 'Callers meet different DestinationRules today',
        message: `For ${after.host}, ${met.join('; ')}. One new DestinationRule would hide them all and can keep the policy of only one.`,
        remedy: `Write a DestinationRule for ${after.host} in the namespace ${after.namespace} with the policy that all callers should have, then split the traffic.`,
      },
    ];
  },
};
