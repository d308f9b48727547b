import { fieldsOf, listOf } from './fields.ts';

/** One rule of a SelfSubjectRulesReview that holds for all objects of its resources. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
}

/** The rules of a review. Rules for single objects by name are left out: they do not allow the verb in general. */
export function readRules(review: unknown): readonly AccessRule[] {
  const rules: AccessRule[] = [];
  for (const entry of listOf(fieldsOf(fieldsOf(review).status).resourceRules)) {
    const rule = fieldsOf(entry);
    if (listOf(rule.resourceNames).length > 0) continue;
    rules.push({ verbs: texts(rule.verbs), groups: texts(rule.apiGroups), resources: texts(rule.resources) });
  }
  return rules;
}

/** Whether one rule grants the verb on the resource, with RBAC's wildcards. */
export const rulesAllow = (
  rules: readonly AccessRule[],
  wanted: { readonly verb: string; readonly group: string; readonly resource: string },
): boolean =>
  rules.some(
    (rule) =>
      includesOrAll(rule.verbs, wanted.verb) &&
      includesOrAll(rule.groups, wanted.group) &&
      includesOrAll(rule.resources, wanted.resource),
  );

const includesOrAll = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);
const texts = (value: unknown): readonly string[] => listOf(value).filter((entry) => typeof entry === 'string');
