/** Which labels name the app and the version of a workload. */
export interface LabelNames {
  readonly app: readonly string[];
  readonly version: readonly string[];
}

/** Canonical labels first, as Istio orders them (DESIGN G1, research/istio-kubernetes.md 5). */
export const DEFAULT_LABEL_NAMES: LabelNames = {
  app: ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'],
  version: ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version'],
};

type Labels = Readonly<Record<string, string>> | undefined;

function firstOf(labels: Labels, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = labels?.[name];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The app that the labels name, or undefined. */
export const appOf = (labels: Labels, names: LabelNames = DEFAULT_LABEL_NAMES): string | undefined =>
  firstOf(labels, names.app);

/** The version that the labels name, or undefined. */
export const versionOf = (labels: Labels, names: LabelNames = DEFAULT_LABEL_NAMES): string | undefined =>
  firstOf(labels, names.version);

/** Whether every label of the selector stands on the object. An empty selector selects everything. */
export const labelsMatch = (selector: Readonly<Record<string, string>>, labels: Labels): boolean =>
  Object.entries(selector).every(([key, value]) => labels?.[key] === value);
