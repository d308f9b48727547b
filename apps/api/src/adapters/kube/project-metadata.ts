import type { ManagedField, ObjectMeta, OwnerReference } from '@weir/mesh';
import { fieldsOf, isFields, listOf, present, textOf } from './fields.ts';
import type { Intern } from './intern.ts';

/** Annotations that Weir reads, by the domain of their key: Istio's, Kiali's (health), Argo Rollouts' (owner of a Service), Weir's own. */
const ANNOTATION_DOMAINS = ['istio.io', 'kiali.io', 'argoproj.io', 'weir.dev'];

function isReadAnnotation(key: string): boolean {
  const domain = key.slice(0, Math.max(0, key.indexOf('/')));
  return ANNOTATION_DOMAINS.some((known) => domain === known || domain.endsWith(`.${known}`));
}

/** A map of strings with what is not a string left out; undefined when nothing is left. */
export function stringsOf(value: unknown, intern: Intern, keep: (key: string) => boolean = () => true) {
  if (!isFields(value)) return undefined;
  const kept: Record<string, string> = {};
  let size = 0;
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string' || !keep(key)) continue;
    kept[intern(key)] = intern(text);
    size += 1;
  }
  return size === 0 ? undefined : (kept as Readonly<Record<string, string>>);
}

export const readAnnotations = (value: unknown, intern: Intern) => stringsOf(value, intern, isReadAnnotation);

/**
 * Metadata of a kind that is only looked at: no resourceVersion, so that an event that changes nothing Weir reads is seen to
 * be none; no managedFields; few annotations. Undefined without a name.
 */
export function projectMetadata(raw: unknown, intern: Intern): ObjectMeta | undefined {
  const metadata = fieldsOf(raw);
  const name = textOf(metadata.name);
  if (name === undefined || name === '') return undefined;
  const namespace = textOf(metadata.namespace);
  return present<ObjectMeta>({
    name,
    namespace: namespace === undefined ? undefined : intern(namespace),
    uid: textOf(metadata.uid),
    creationTimestamp: textOf(metadata.creationTimestamp),
    deletionTimestamp: textOf(metadata.deletionTimestamp),
    generateName: textOf(metadata.generateName),
    labels: stringsOf(metadata.labels, intern),
    annotations: readAnnotations(metadata.annotations, intern),
    ownerReferences: ownersOf(metadata.ownerReferences, intern),
  });
}

function ownersOf(value: unknown, intern: Intern): readonly OwnerReference[] | undefined {
  const owners: OwnerReference[] = [];
  for (const owner of listOf(value)) {
    const { apiVersion, kind, name, uid, controller } = fieldsOf(owner);
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') continue;
    owners.push(
      present<OwnerReference>({
        apiVersion: intern(apiVersion),
        kind: intern(kind),
        name: intern(name),
        uid: typeof uid === 'string' ? intern(uid) : undefined,
        controller: typeof controller === 'boolean' ? controller : undefined,
      }),
    );
  }
  return owners.length === 0 ? undefined : owners;
}

/** Who wrote and when, without the long lists of which fields. */
export function reduceManagedFields(value: unknown): readonly ManagedField[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((entry) => {
    const { manager, operation, time, subresource } = fieldsOf(entry);
    return present<ManagedField>({
      manager: textOf(manager),
      operation: textOf(operation),
      time: textOf(time),
      subresource: textOf(subresource),
    });
  });
}
