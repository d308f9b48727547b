import type { Badge } from '@weir/shared';
import { destinationRuleFor } from '../../resolve/destination-rule.ts';
import { isRecord, listOf, recordOf } from '../../resolve/untrusted.ts';
import type { GraphContext } from '../graph-context.ts';
import { hostOf } from '../split/service-routes.ts';
import type { ServiceFacts } from '../topology/namespace-topology.ts';

interface Policy {
  /** `for all versions`, `for subset v2`, `on port 8080`. */
  readonly where: string;
  readonly blocks: Readonly<Record<string, unknown>>;
}

/** What the DestinationRule in force in the service's own namespace sets: circuit breaking and session affinity. */
export function trafficBadges(context: GraphContext, facts: ServiceFacts): readonly Badge[] {
  const client = { namespace: facts.namespace, labels: {} };
  const rule = destinationRuleFor(context.snapshot, hostOf(context, facts), client);
  if (rule === undefined) return [];
  const policies = [
    ...policiesOf(rule.trafficPolicy, ''),
    ...rule.subsets.flatMap((subset) => policiesOf(subset.trafficPolicy, ` for subset ${subset.name}`)),
  ];
  const badges: Badge[] = [];
  const add = (kind: Badge['kind'], details: readonly string[]): void => {
    if (details.length > 0) badges.push({ kind, detail: `${[...new Set(details)].join('; ')}.` });
  };
  add(
    'circuit-breaker',
    policies.flatMap(({ where, blocks }) => {
      const limits = [
        ...(isRecord(blocks.connectionPool) ? ['Connection limits'] : []),
        ...(isRecord(blocks.outlierDetection) ? ['Outlier detection'] : []),
      ];
      return limits.length === 0 ? [] : [`${limits.join(' and ')}${where}`];
    }),
  );
  add('session-affinity', policies.flatMap(affinity));
  return badges;
}

function policiesOf(policy: unknown, where: string): readonly Policy[] {
  const blocks = recordOf(policy);
  const ports = listOf(blocks.portLevelSettings).map((setting): Policy => {
    const { port, ...own } = recordOf(setting);
    return { where: `${where} on port ${String(recordOf(port).number)}`, blocks: own };
  });
  return [{ where, blocks }, ...ports];
}

function affinity({ where, blocks }: Policy): readonly string[] {
  const hash = recordOf(blocks.loadBalancer).consistentHash;
  if (!isRecord(hash)) return [];
  if (typeof hash.httpHeaderName === 'string') return [`By header ${hash.httpHeaderName}${where}`];
  if (isRecord(hash.httpCookie)) return [`By cookie ${String(hash.httpCookie.name)}${where}`];
  if (typeof hash.httpQueryParameterName === 'string') {
    return [`By query parameter ${hash.httpQueryParameterName}${where}`];
  }
  return hash.useSourceIp === true ? [`By source address${where}`] : [];
}
