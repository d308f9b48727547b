import type { RouteDestination } from '@weir/shared';
import { destinationRuleFor } from '../resolve/destination-rule.ts';
import type { EffectiveDestinationRule } from '../resolve/types.ts';
import type { DestinationRule } from '../resources/istio.ts';
import { isRecord, type JsonRecord, listOf, recordOf, textOf, wholeOf } from '../routing/json.ts';
import { objectRef, objectWords } from '../routing/refs.ts';
import { qualifiedHost } from '../routing/route-index.ts';
import type { ServiceView } from '../routing/service-view.ts';
import { type ChangedRoute, type FindingDraft, objectOf, type PlanRule, trafficNoun } from './plan-rule.ts';

/** A hash policy and where it stands. */
interface FoundHash {
  readonly hash: JsonRecord;
  readonly where: string;
  readonly object: DestinationRule | undefined;
}

/** W12: a hash policy does not keep a user on one version, since the version is drawn before the hash is looked at. */
export const sessionAffinityWithWeights: PlanRule = {
  id: 'session-affinity-with-weights',
  check: ({ after, changed }) => changed.flatMap((change) => check(after, change)),
};

function check(view: ServiceView, { after: route }: ChangedRoute): FindingDraft[] {
  const sharing = route.destinations.filter((destination) => destination.share > 0);
  if (sharing.length < 2) return [];
  for (const destination of sharing) {
    for (const rule of rulesFor(view, route, destination)) {
      const found = hashFor(rule, destination.subset, destination.port);
      if (found !== undefined) return [explain(found, route)];
    }
  }
  return [];
}

/** The rules that callers meet for a destination; for another service's host that of this service's namespace. */
function rulesFor(
  view: ServiceView,
  route: ChangedRoute['after'],
  destination: RouteDestination,
): readonly EffectiveDestinationRule[] {
  const host = qualifiedHost(destination.host, route.object.namespace, view.snapshot.mesh.domain);
  if (host === view.host) return view.rules.flatMap(({ rule }) => rule ?? []);
  return [destinationRuleFor(view.snapshot, host, { namespace: view.namespace, labels: {} }) ?? []].flat();
}

function hashFor(
  rule: EffectiveDestinationRule,
  subsetName: string | undefined,
  port: number | undefined,
): FoundHash | undefined {
  const subset = rule.subsets.find((known) => known.name === subsetName);
  const owner = rule.objects.find((object) => isRecord(recordOf(object.spec).trafficPolicy));
  for (const [policy, place, object] of [
    [recordOf(subset?.trafficPolicy), `the subset ${subsetName}`, subset?.from],
    [recordOf(rule.trafficPolicy), 'the host', owner],
  ] as const) {
    const settings = listOf(policy.portLevelSettings).map(recordOf);
    const atPort = settings.filter((setting) => port === undefined || wholeOf(recordOf(setting.port).number) === port);
    for (const setting of atPort) {
      const hash = hashOf(setting);
      const where = `${place}, port ${String(recordOf(setting.port).number)}`;
      if (hash !== undefined) return { hash, object, where };
    }
    const hash = hashOf(policy);
    if (hash !== undefined) return { hash, object, where: place };
  }
  return undefined;
}

function hashOf(policy: JsonRecord): JsonRecord | undefined {
  const hash = recordOf(recordOf(policy.loadBalancer).consistentHash);
  return Object.keys(hash).length > 0 ? hash : undefined;
}

function explain({ hash, where, object }: FoundHash, route: ChangedRoute['after']): FindingDraft {
  const key = hashKey(hash);
  const words = object === undefined ? 'A DestinationRule' : objectWords(objectRef(object));
  const noun = trafficNoun(route);
  const forwarded = key.forwarded === undefined ? '' : ` ${key.forwarded}`;
  return {
    subject: `${route.object.namespace}/${route.object.name}${route.path}`,
    severity: 'warning',
    title: 'Session affinity does not keep a user on one version',
    message: `${words} hashes ${noun} by ${key.words} (for ${where}). With weights, Istio first draws the version at random for each of the ${noun}, whatever the hash; the hash picks only the pod within that version, and moves when pods come and go.${forwarded}`,
    remedy: key.remedy,
    object: objectOf(route),
    path: route.path,
  };
}

function hashKey(hash: JsonRecord): { words: string; remedy: string; forwarded?: string } {
  const header = textOf(hash.httpHeaderName);
  const ahead = 'to one version, ahead of this weighted route';
  if (header !== undefined) {
    return {
      words: `the header ${header}`,
      forwarded: `The header ${header} must also be forwarded by every service on the way here, or it is missing.`,
      remedy: `To keep users on a version, add a route that matches the header ${header} and leads ${ahead}.`,
    };
  }
  const cookie = recordOf(hash.httpCookie);
  if (Object.keys(cookie).length > 0) {
    const name = textOf(cookie.name) ?? '';
    return {
      words: `the cookie ${name}`,
      forwarded: 'A cookie reaches inner services only if every service on the way here forwards it as a header.',
      remedy: `To keep users on a version, add a route that matches the cookie (the header cookie) and leads ${ahead}.`,
    };
  }
  const parameter = textOf(hash.httpQueryParameterName);
  return {
    words: parameter === undefined ? 'the source address' : `the query parameter ${parameter}`,
    remedy: `To keep users on a version, add a route that matches a header or a cookie and leads ${ahead}.`,
  };
}
