import { SLICE_KINDS, type SliceKind } from '@weir/mesh';
import type { StoredKind } from './object-store.ts';
import type { ReflectorHealth } from './reflector.ts';

export interface SourceWarning {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** One reflector as the warnings and the status see it. */
export interface ReflectorReport {
  readonly kind: StoredKind | 'configmaps';
  readonly namespace: string | undefined;
  readonly health: ReflectorHealth;
}

export interface WarningInput {
  readonly reports: readonly ReflectorReport[];
  readonly absentKinds: ReadonlySet<SliceKind>;
  /** True once discovery has answered; before, nothing can be called absent. */
  readonly discovered: boolean;
  readonly meshConfigUnreadable: boolean;
  readonly malformedObjects: number;
}

/** What is missing from the picture, why, and what to do (DESIGN G9), in a fixed order. */
export function sourceWarnings(input: WarningInput): readonly SourceWarning[] {
  return [...absent(input), ...forbidden(input), ...failing(input), ...meshConfig(input), ...malformed(input)];
}

function absent({ absentKinds, discovered }: WarningInput): readonly SourceWarning[] {
  if (!discovered || absentKinds.size === 0) return [];
  const names = [...absentKinds].map(fullName);
  const all = absentKinds.has('virtualservices') && absentKinds.has('destinationrules');
  return [
    {
      code: 'kind-not-served',
      message: all
        ? "This cluster does not serve Istio's routing kinds, so services and pods are shown, but no routes."
        : `This cluster does not serve ${names.join(', ')}; everything else is shown.`,
      remedy: "Install Istio's CRDs (istioctl install, or the Helm chart istio-base); Weir picks them up by itself.",
    },
  ];
}

function forbidden({ reports }: WarningInput): readonly SourceWarning[] {
  const kinds = new Map<string, Set<string>>();
  for (const { kind, namespace, health } of reports) {
    // Those who name their namespaces need not be allowed to read the Namespace objects.
    if (kind === 'configmaps' || (kind === 'namespaces' && namespace !== undefined)) continue;
    if (health.state !== 'left-out' || health.error.kind !== 'forbidden') continue;
    const scope = namespace === undefined ? 'the whole cluster' : `namespace ${namespace}`;
    kinds.set(scope, (kinds.get(scope) ?? new Set()).add(fullName(kind)));
  }
  return [...kinds].map(([scope, names]) => {
    const list = [...names].join(', ');
    const grant = `Grant get, list and watch on them in ${scope}`;
    const isWide = scope === 'the whole cluster';
    return {
      code: 'kind-forbidden',
      message: `Weir may not read ${list} in ${scope}; they are left out.`,
      remedy: isWide ? `${grant}, or start Weir with --namespaces and the namespaces that it may read.` : `${grant}.`,
    };
  });
}

function failing({ reports }: WarningInput): readonly SourceWarning[] {
  const errors = new Map<string, string>();
  for (const { kind, health } of reports) {
    if (health.state === 'failing' && health.error.kind !== 'unreachable')
      errors.set(fullName(kind), health.error.message);
  }
  return [...errors].map(([name, message]) => ({
    code: 'kind-failing',
    message: `Reading ${name} fails at the moment: ${message}`,
    remedy: 'Weir keeps what it knows and tries again by itself; if it lasts, look into the log of the API server.',
  }));
}

function meshConfig({ reports, meshConfigUnreadable }: WarningInput): readonly SourceWarning[] {
  const left = reports.some(({ kind, health }) => kind === 'configmaps' && health.state === 'left-out');
  if (!left && !meshConfigUnreadable) return [];
  return [
    {
      code: 'mesh-config-unknown',
      message: `Istio's mesh configuration ${left ? 'may not be read' : 'is not valid YAML'}; its defaults are assumed (root namespace istio-system, exported to all).`,
      remedy: left
        ? 'Grant get, list and watch on the ConfigMap istio in istio-system.'
        : 'Correct the key mesh of the ConfigMap istio in istio-system.',
    },
  ];
}

function malformed({ malformedObjects }: WarningInput): readonly SourceWarning[] {
  if (malformedObjects === 0) return [];
  return [
    {
      code: 'malformed-object',
      message: `${malformedObjects} objects came without a name or could not be read, and are left out.`,
      remedy: 'The log names their kinds.',
    },
  ];
}

/** As `virtualservices.networking.istio.io`. */
export function fullName(kind: StoredKind | 'configmaps'): string {
  if (kind === 'namespaces' || kind === 'configmaps') return kind;
  const { group } = SLICE_KINDS[kind];
  return group === '' ? kind : `${kind}.${group}`;
}
