import type { PatchOperation } from '@weir/shared';
import { labelsOf } from '../resolve/untrusted.ts';
import type { DestinationRule } from '../resources/istio.ts';
import { allCallers } from './callers.ts';
import { cloneJson, isRecord, listOf, recordOf, sameJson } from './json.ts';
import { isRefusal } from './plan-types.ts';
import type { ObjectEdit } from './planned-objects.ts';
import { objectRef, objectWords } from './refs.ts';
import type { ServiceView } from './service-view.ts';
import type { ChosenSubset, SubsetChooser } from './subset-choice.ts';
import { freeName } from './subset-names.ts';
import { type RuleOfCallers, rulesOfCallers } from './subsets.ts';

/** Rules of callers that one new DestinationRule would hide although they differ. */
export interface RuleConflict {
  readonly rules: readonly { readonly words: string; readonly callers: readonly string[] }[];
}

/** What must happen to DestinationRules so that the subsets exist. */
export interface SubsetPlan {
  readonly edits: readonly ObjectEdit[];
  readonly created: readonly DestinationRule[];
  readonly notes: readonly string[];
  readonly conflict?: RuleConflict;
}

const NOTHING: SubsetPlan = { edits: [], created: [], notes: [] };

/**
 * W6: rules of the service's own namespace for just this host get the missing subsets, appended. Where there is none, one is
 * made with a subset for each version; it carries over the policy and the subsets of the rule that it hides.
 */
export function planSubsets(
  view: ServiceView,
  needed: readonly ChosenSubset[],
  chooser: SubsetChooser,
  networkingVersion: string,
): SubsetPlan {
  if (needed.length === 0) return NOTHING;
  const rules = rulesOfCallers(view.snapshot, view.host, allCallers(view.snapshot, view.namespace));
  const own = rules.filter(({ rule }) => rule?.namespace === view.namespace && rule.host === view.host);
  const home = rules.find(({ callers }) => callers.includes(view.namespace))?.rule;
  const present = needed.every((subset) => home?.subsets.some((known) => known.name === subset.name));
  // A mesh-wide or wildcard rule that has them already needs no other; callers who do not meet it are told of as findings.
  if (own.length === 0 && present) return NOTHING;
  if (own.length === 0) return createRule(view, rules, needed, chooser, networkingVersion);
  const additions = new Map<DestinationRule, ChosenSubset[]>();
  for (const { rule } of own) {
    for (const subset of needed) {
      if (rule === undefined || rule.subsets.some((known) => known.name === subset.name)) continue;
      const target = rule.objects.find((object) => listOf(object.spec?.subsets).length > 0) ?? rule.objects[0];
      if (target === undefined) continue;
      const list = additions.get(target) ?? [];
      if (!list.some((known) => known.name === subset.name)) additions.set(target, [...list, subset]);
    }
  }
  return { ...NOTHING, edits: [...additions].map(([object, subsets]) => appendSubsets(object, subsets)) };
}

function appendSubsets(object: DestinationRule, subsets: readonly ChosenSubset[]): ObjectEdit {
  const values = subsets.map(({ name, labels }) => ({ name, labels: { ...labels } }));
  const operations: PatchOperation[] = Array.isArray(object.spec?.subsets)
    ? values.map((value) => ({ op: 'add', path: '/spec/subsets/-', value }))
    : [{ op: 'add', path: '/spec/subsets', value: values }];
  return { object, operations };
}

function createRule(
  view: ServiceView,
  rules: readonly RuleOfCallers[],
  needed: readonly ChosenSubset[],
  chooser: SubsetChooser,
  networkingVersion: string,
): SubsetPlan {
  const hidden = rules.filter((entry) => !isCallersOwn(view, entry));
  const carried = hidden.find((entry) => entry.callers.includes(view.namespace))?.rule ?? hidden[0]?.rule;
  const kept = (carried?.subsets ?? []).map((subset) => rawSubset(subset.from, subset.name));
  const names = new Set(kept.map((subset) => recordOf(subset).name));
  const fresh = [...needed, ...everyVersion(view, chooser)].filter((subset) => {
    const known = names.has(subset.name);
    names.add(subset.name);
    return !known;
  });
  const name = freeObjectName(view, 'destinationrules');
  const policy = carried?.trafficPolicy;
  const object = {
    apiVersion: `networking.istio.io/${networkingVersion}`,
    kind: 'DestinationRule',
    metadata: { name, namespace: view.namespace, labels: { 'app.kubernetes.io/managed-by': 'weir' } },
    spec: {
      host: view.host,
      ...(policy === undefined ? {} : { trafficPolicy: cloneJson(policy) }),
      subsets: [...kept, ...fresh.map(({ name, labels }) => ({ name, labels: { ...labels } }))],
    },
  } as DestinationRule;
  const conflict = conflictOf(hidden);
  return {
    edits: [],
    created: [object],
    notes: carried === undefined ? [] : [carryNote(view, name, carried.objects)],
    ...(conflict === undefined ? {} : { conflict }),
  };
}

/** Whether callers keep meeting a rule of their own namespace: a new rule in the service's namespace does not hide it. */
const isCallersOwn = (view: ServiceView, { rule, callers }: RuleOfCallers): boolean =>
  rule !== undefined &&
  rule.namespace !== view.namespace &&
  rule.namespace !== view.snapshot.mesh.rootNamespace &&
  callers.every((caller) => caller === rule.namespace);

/** The subsets of all versions that labels tell apart, so that the next split needs no further rule. */
function everyVersion(view: ServiceView, chooser: SubsetChooser): ChosenSubset[] {
  return view.table.versions
    .filter((version) => version.label !== null)
    .map((version) => chooser.forVersion(version.version))
    .filter((subset): subset is ChosenSubset => !isRefusal(subset));
}

function rawSubset(from: DestinationRule, name: string): unknown {
  const found = listOf(from.spec?.subsets).find((subset) => isRecord(subset) && subset.name === name);
  return cloneJson(found ?? { name, labels: labelsOf(undefined) });
}

function conflictOf(hidden: readonly RuleOfCallers[]): RuleConflict | undefined {
  const meaning = ({ rule }: RuleOfCallers) => ({
    trafficPolicy: rule?.trafficPolicy,
    subsets: (rule?.subsets ?? []).map((subset) => rawSubset(subset.from, subset.name)),
  });
  const first = hidden[0];
  if (first === undefined || hidden.every((entry) => sameJson(meaning(entry), meaning(first)))) return undefined;
  return { rules: hidden.map((entry) => ({ words: ruleWords(entry), callers: entry.callers })) };
}

const ruleWords = ({ rule }: RuleOfCallers): string =>
  rule === undefined
    ? 'no DestinationRule'
    : rule.objects.map((object) => objectWords(objectRef(object))).join(' and ');

function carryNote(view: ServiceView, name: string, objects: readonly DestinationRule[]): string {
  const words = objects.map((object) => objectWords(objectRef(object))).join(' and ');
  return `The new DestinationRule ${view.namespace}/${name} takes the place of ${words} for ${view.host}, so it carries over its traffic policy and subsets.`;
}

/** The service's name, unless another object of the kind has it: then `<name>-weir` (W6). */
export function freeObjectName(view: ServiceView, kind: 'destinationrules' | 'virtualservices'): string {
  const taken = (name: string): boolean => view.slice[kind].has(name);
  return taken(view.name) ? freeName(`${view.name.slice(0, 58)}-weir`, taken) : view.name;
}
