import { createHash } from 'node:crypto';
import type { Finding, PlannedObject } from '@weir/shared';

/**
 * Names exactly what a plan would write and what it found: two plans with one digest do the same. A patch carries the
 * resourceVersion that guards it (W5), so the digest of a plan on another version is another one.
 */
export function planDigest(objects: readonly PlannedObject[], findings: readonly Finding[]): string {
  const writes = objects.map(({ apiVersion, kind, namespace, name, operation, resourceVersion, patch, after }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    operation,
    resourceVersion,
    content: operation === 'create' ? after : patch,
  }));
  const content = { writes, findings: findings.map(({ id }) => id).sort() };
  return `sha256:${createHash('sha256').update(canonicalJson(content)).digest('hex')}`;
}

/** JSON with sorted keys: equal values give equal text. Members that are undefined are left out, as in JSON itself. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
