import type { ConsistentHash } from '@weir/mesh';
import { fnv1a } from '../world/hash.ts';
import type { Member } from './roster.ts';

/** What a request offers to hash by. */
export interface Hashable {
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  /** Address of the caller, or what X-Forwarded-For says (research/istio-kubernetes.md 2.10.10). */
  readonly sourceAddress: string;
}

/** The value of a cookie in a Cookie header. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at >= 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

function partOf(hash: ConsistentHash, request: Hashable): string | undefined {
  if (hash.httpHeaderName !== undefined) return request.headers[hash.httpHeaderName.toLowerCase()];
  if (hash.httpCookie?.name !== undefined) return cookieOf(request.headers.cookie, hash.httpCookie.name);
  if (hash.useSourceIp === true) return request.sourceAddress;
  if (hash.httpQueryParameterName !== undefined) {
    const query = request.path.includes('?') ? request.path.slice(request.path.indexOf('?') + 1) : '';
    return new URLSearchParams(query).get(hash.httpQueryParameterName) ?? undefined;
  }
  return undefined;
}

/**
 * The key by which a request is hashed: the policies of all destinations of its route stand in one list. Undefined when the request has
 * none of them; then the ring picks at random.
 */
export function hashKey(policies: readonly ConsistentHash[], request: Hashable): string | undefined {
  const parts = policies.map((policy) => partOf(policy, request)).filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('\n');
}

/**
 * The pod that owns the key (highest random weight): the same key meets the same pod while that pod stays, and when pods come or go only
 * the keys move that have to.
 */
export function ownerOf(key: string, members: readonly Member[]): Member | undefined {
  const seed = fnv1a(key);
  let best: Member | undefined;
  let bestScore = -1;
  for (const member of members) {
    const score = scramble(seed ^ fnv1a(member.pod.metadata.uid ?? member.pod.metadata.name));
    if (score > bestScore) {
      best = member;
      bestScore = score;
    }
  }
  return best;
}

/** Spreads the bits: FNV of short texts differs mostly in the low ones. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
