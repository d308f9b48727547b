import { type JsonObject, objectAt } from '../../json.ts';
import { metaText } from '../../store/stored-object.ts';
import { destinationRuleFindings } from './destination-rule.ts';
import { all, type Findings, NOTHING, when } from './findings.ts';
import { authorizationPolicyFindings, gatewayFindings, serviceEntryFindings, sidecarFindings } from './other-kinds.ts';
import { virtualServiceFindings } from './virtual-service.ts';

type Rules = (spec: JsonObject, namespace: string, name: string) => Findings;

const RULES: Readonly<Record<string, Rules>> = {
  'networking.istio.io/VirtualService': virtualServiceFindings,
  'networking.istio.io/DestinationRule': destinationRuleFindings,
  'networking.istio.io/Gateway': gatewayFindings,
  'networking.istio.io/ServiceEntry': serviceEntryFindings,
  'networking.istio.io/Sidecar': sidecarFindings,
  'security.istio.io/AuthorizationPolicy': authorizationPolicyFindings,
};

/** What istiod's validating webhook would say to an object of one of Istio's kinds. */
export function webhookFindings(group: string, object: JsonObject): Findings {
  const rules = RULES[`${group}/${String(object.kind)}`];
  const annotations = objectAt(object.metadata, 'annotations');
  const rejecting = 'internal.istio.io/webhook-always-reject';
  return all(
    when(annotations[rejecting] !== undefined, `${JSON.stringify(rejecting)} annotation found, rejecting`),
    rules === undefined
      ? NOTHING
      : rules(objectAt(object, 'spec'), metaText(object, 'namespace') ?? '', metaText(object, 'name') ?? ''),
  );
}
