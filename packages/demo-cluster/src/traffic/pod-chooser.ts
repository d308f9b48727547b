import type { CompiledDestination, CompiledRoute, Draw } from '@weir/mesh';
import { drawBelow } from '../world/seeded-draw.ts';
import { cookieOf, hashKey, ownerOf } from './hash-choice.ts';
import type { Message } from './message.ts';
import type { Member } from './roster.ts';
import type { RoutingView } from './routing-view.ts';

/** Picks the pod of an attempt, given the pod of the attempt before. Undefined when the pod has just gone. */
export type PodChooser = (before: Member | undefined) => Member | undefined;

/**
 * How the pods of a request's attempts are picked: by the ring when the destination has a hash and the request a key for it, else at
 * random, avoiding the pod of the attempt before (research/istio-kubernetes.md 2.6).
 */
export function podChooser(
  view: RoutingView,
  draw: Draw,
  from: Member,
  message: Message,
  route: CompiledRoute,
  to: CompiledDestination,
): PodChooser {
  const key = to.hash === undefined ? undefined : keyOf(draw, from, message, route);
  if (key !== undefined) {
    const owner = ownerOf(
      key,
      to.endpoints.flatMap((pod) => view.memberOf(pod) ?? []),
    );
    return () => owner;
  }
  return (before) => {
    const others = to.endpoints.filter((pod) => pod !== before?.pod);
    const pods = others.length > 0 ? others : to.endpoints;
    const pod = pods[drawBelow(draw, pods.length)];
    return pod === undefined ? undefined : view.memberOf(pod);
  };
}

function keyOf(draw: Draw, from: Member, message: Message, route: CompiledRoute): string | undefined {
  const policies = route.destinations.flatMap((destination) => destination.hash ?? []);
  let { cookie } = message.headers;
  for (const { httpCookie } of policies) {
    // A proxy makes the cookie when the policy gives it a lifetime; only a browser keeps it.
    if (httpCookie?.name === undefined || httpCookie.ttl === undefined) continue;
    if (cookieOf(cookie, httpCookie.name) !== undefined) continue;
    const value = Math.floor(draw() * 2 ** 48).toString(16);
    cookie = `${cookie === undefined ? '' : `${cookie}; `}${httpCookie.name}=${value}`;
    message.keepCookie?.(httpCookie.name, value);
  }
  const headers = cookie === undefined ? message.headers : { ...message.headers, cookie };
  const forwarded = message.headers['x-forwarded-for']?.split(',')[0]?.trim();
  return hashKey(policies, { headers, path: message.path, sourceAddress: forwarded ?? from.address });
}
