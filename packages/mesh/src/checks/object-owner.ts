import { recordOf, textOf } from '../routing/json.ts';

/** A system that writes an object again and again, and so takes back what others change in it. */
export interface ObjectOwner {
  readonly system: 'Argo CD' | 'Flux' | 'Flagger' | 'Argo Rollouts';
  /** Its own name for what it manages, as an Application or a Canary. */
  readonly unit?: string;
}

interface Marks {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly owners: readonly unknown[];
  readonly managers: readonly unknown[];
}

/** The marks that owners leave on an object. */
function marksOf(object: unknown): Marks {
  const metadata = recordOf(recordOf(object).metadata);
  return {
    labels: recordOf(metadata.labels),
    annotations: recordOf(metadata.annotations),
    owners: Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences : [],
    managers: Array.isArray(metadata.managedFields) ? metadata.managedFields : [],
  };
}

/** W13: who would revert or fight an edit of the object; undefined for nobody that Weir knows. */
export function ownerOf(object: unknown): ObjectOwner | undefined {
  const marks = marksOf(object);
  return rolloutsOf(marks) ?? flaggerOf(marks) ?? argoOf(marks) ?? fluxOf(marks);
}

const owner = (system: ObjectOwner['system'], unit: string | undefined): ObjectOwner =>
  unit === undefined ? { system } : { system, unit };

function rolloutsOf({ annotations, labels }: Marks): ObjectOwner | undefined {
  const mark = 'argo-rollouts.argoproj.io/managed-by-rollouts';
  const unit = annotations[mark] ?? labels[mark];
  return unit === undefined ? undefined : owner('Argo Rollouts', textOf(unit));
}

function flaggerOf({ owners }: Marks): ObjectOwner | undefined {
  const canary = owners.map(recordOf).find((reference) => reference.kind === 'Canary');
  return canary === undefined ? undefined : owner('Flagger', textOf(canary.name));
}

function argoOf({ annotations, labels, managers }: Marks): ObjectOwner | undefined {
  // As `<application>:<group>/<kind>:<namespace>/<name>`.
  const tracking = textOf(annotations['argocd.argoproj.io/tracking-id']);
  if (tracking !== undefined) return owner('Argo CD', tracking.split(':')[0]);
  const own = textOf(labels['argocd.argoproj.io/instance']);
  if (own !== undefined) return owner('Argo CD', own);
  // This label alone is also what charts and people set; it counts beside another trace of Argo CD.
  const instance = textOf(labels['app.kubernetes.io/instance']);
  const traced =
    [...Object.keys(labels), ...Object.keys(annotations)].some((key) => key.startsWith('argocd.argoproj.io/')) ||
    managers.some((entry) => (textOf(recordOf(entry).manager) ?? '').startsWith('argocd'));
  return traced ? owner('Argo CD', instance) : undefined;
}

function fluxOf({ labels, annotations }: Marks): ObjectOwner | undefined {
  if (annotations['kustomize.toolkit.fluxcd.io/reconcile'] === 'disabled') return undefined;
  for (const prefix of ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io']) {
    const name = textOf(labels[`${prefix}/name`]);
    const namespace = textOf(labels[`${prefix}/namespace`]);
    if (name !== undefined) return owner('Flux', namespace === undefined ? name : `${namespace}/${name}`);
  }
  return undefined;
}

/** The Helm release that an object belongs to; the empty text when its name is not told. */
export function helmReleaseOf(object: unknown): string | undefined {
  const { labels, annotations } = marksOf(object);
  const release = textOf(annotations['meta.helm.sh/release-name']);
  if (release !== undefined) return release;
  return labels['app.kubernetes.io/managed-by'] === 'Helm' ? '' : undefined;
}

/** Whether the object came from a file by `kubectl apply`, client side or server side. */
export function isKubectlApplied(object: unknown): boolean {
  const { annotations, managers } = marksOf(object);
  if (annotations['kubectl.kubernetes.io/last-applied-configuration'] !== undefined) return true;
  return managers.map(recordOf).some((entry) => {
    const manager = textOf(entry.manager) ?? '';
    return manager === 'kubectl-client-side-apply' || (manager.startsWith('kubectl') && entry.operation === 'Apply');
  });
}
