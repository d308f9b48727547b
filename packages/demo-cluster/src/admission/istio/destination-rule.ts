import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, when } from './findings.ts';
import { exportToFindings, labelsFindings, subsetNameFindings, wildcardDomainFindings } from './hosts.ts';
import { trafficPolicyFindings } from './traffic-policy.ts';

/** istiod's rules for a DestinationRule (research/istio-kubernetes.md 3.3), in its words. */
export function destinationRuleFindings(spec: JsonObject, namespace: string): Findings {
  const exportTo = listAt(spec, 'exportTo').map(String);
  return all(
    wildcardDomainFindings(textAt(spec, 'host') ?? ''),
    trafficPolicyFindings(spec.trafficPolicy),
    subsetsFindings(spec),
    exportToFindings(namespace, exportTo),
    isJsonObject(spec.workloadSelector) ? selectorExportFindings(exportTo, namespace) : NOTHING,
  );
}

function subsetsFindings(spec: JsonObject): Findings {
  const seen = new Set<string>();
  return all(
    ...listAt(spec, 'subsets').map((subset) => {
      if (!isJsonObject(subset)) return error('subset may not be null');
      const name = textAt(subset, 'name') ?? '';
      if (seen.has(name)) return error(`duplicate subset names: ${name}`);
      seen.add(name);
      return all(
        subsetNameFindings(name),
        labelsFindings(objectAt(subset, 'labels')),
        trafficPolicyFindings(subset.trafficPolicy),
      );
    }),
  );
}

/** A rule for some workloads only stays in its own namespace. */
function selectorExportFindings(exportTo: readonly string[], namespace: string): Findings {
  const text = 'destination rule with workload selector cannot have';
  return all(
    when(exportTo.length > 1, `${text} multiple entries in exportTo`),
    when(
      exportTo.some((entry) => entry !== '.' && entry !== namespace),
      `${text} exportTo beyond current namespace`,
    ),
  );
}
