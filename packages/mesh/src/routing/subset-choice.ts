import { type PlanRefusal, refuse } from './plan-types.ts';
import type { ServiceView } from './service-view.ts';
import { freeName, subsetNameOf } from './subset-names.ts';
import { type KnownSubset, selectsExactly, subsetsOf } from './subsets.ts';
import { UNLABELLED_VERSION, workloadNames } from './version-groups.ts';

/** A subset that a planned route leads to. */
export interface ChosenSubset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The version it stands for; undefined for an existing subset that was asked for by name. */
  readonly version?: string;
}

/** Chooses subsets for versions, so that one plan uses one name for one version. */
export interface SubsetChooser {
  readonly forVersion: (version: string) => ChosenSubset | PlanRefusal;
  readonly forName: (name: string) => ChosenSubset | PlanRefusal;
}

/**
 * A subset that exists and selects just this version is used, first one that callers of the service's own namespace meet,
 * then one that others meet; otherwise a new one is named after the version (W2, W6).
 */
export function createSubsetChooser(view: ServiceView): SubsetChooser {
  const chosen = new Map<string, ChosenSubset>();
  const home = subsetsOf(view.rules.slice(0, 1));
  const taken = (name: string): boolean =>
    view.table.subsets.some((subset) => subset.name === name) ||
    [...chosen.values()].some((other) => other.name === name);

  const choose = (version: string): ChosenSubset | PlanRefusal => {
    const fitting = namesOf(home.filter((subset) => selectsExactly(view.table, subset, version)));
    const elsewhere = namesOf(view.table.subsets.filter((subset) => selectsExactly(view.table, subset, version)));
    if (fitting.length > 1) return ambiguous(version, fitting);
    const [only] = fitting.length === 1 ? fitting : elsewhere.length === 1 ? elsewhere : [];
    const row = view.table.versions.find((known) => known.version === version);
    if (row === undefined) return unknown(view, version);
    const labels = row.label === null ? undefined : { [row.label.key]: row.label.value };
    if (only !== undefined) return { name: only, labels: labelsOfSubset(view, only) ?? labels ?? {}, version };
    if (labels === undefined) return unlabelled(view, version);
    return { name: freeName(subsetNameOf(version), taken), labels, version };
  };

  return {
    forVersion: (version) => {
      const known = chosen.get(version);
      if (known !== undefined) return known;
      const subset = choose(version);
      if ('name' in subset) chosen.set(version, subset);
      return subset;
    },
    forName: (name) => {
      const labels = labelsOfSubset(view, name);
      if (labels !== undefined) return { name, labels };
      return refuse(
        'invalid-request',
        `No DestinationRule for ${view.host} has a subset "${name}".`,
        'Name a version of the service instead: its subset is made if it is missing.',
      );
    },
  };
}

const namesOf = (subsets: readonly KnownSubset[]): string[] => [...new Set(subsets.map((subset) => subset.name))];

const labelsOfSubset = (view: ServiceView, name: string) =>
  view.table.subsets.find((subset) => subset.name === name)?.labels;

const ambiguous = (version: string, names: readonly string[]): PlanRefusal =>
  refuse(
    'ambiguous-destination',
    `The version ${version} has several subsets: ${names.join(', ')}.`,
    'Name the subset that the weight is for.',
  );

const unknown = (view: ServiceView, version: string): PlanRefusal =>
  refuse(
    'invalid-request',
    `No version "${version}" is behind ${view.namespace}/${view.name}.`,
    `Choose one of: ${view.table.versions.map((known) => known.version).join(', ') || 'none yet'}.`,
  );

function unlabelled(view: ServiceView, version: string): PlanRefusal {
  const group = view.table.groups.find((known) => known.version === version);
  const where = group === undefined ? 'its workload' : workloadNames(group.members).join(', ');
  const what = version === UNLABELLED_VERSION ? 'Pods without a version label' : `The pods of version ${version}`;
  return refuse(
    'invalid-request',
    `${what} can't be told apart from others by a label.`,
    `Add the label "version", with a value of its own, to the pod template of ${where}.`,
  );
}
