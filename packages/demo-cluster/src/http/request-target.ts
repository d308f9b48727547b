/** What a path of the API names. */
export interface ResourceTarget {
  readonly group: string;
  readonly version: string;
  /** '' for all namespaces and for objects without one; of a Namespace its own name, as RBAC sees it. */
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
  /** What follows the subresource: the path behind a proxy. */
  readonly rest: string;
}

/** Subresources of Namespaces: everything else after the name is a resource in it. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** Reads `/api/v1/…` and `/apis/<group>/<version>/…`; undefined for paths that name no resource. */
export function resourceTarget(path: string): ResourceTarget | undefined {
  const segments = path.split('/').slice(1).map(decode);
  const [root, ...after] = segments;
  const core = root === 'api';
  if (!core && root !== 'apis') return undefined;
  const group = core ? '' : (after[0] ?? '');
  const version = core ? after[0] : after[1];
  const parts = after.slice(core ? 1 : 2).filter((part, index) => part !== '' || index > 3);
  const [first] = parts;
  if (version === undefined || version === '' || first === undefined) return undefined;
  const scoped = first === 'namespaces' && parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2] ?? '');
  const [resource = '', name = '', subresource = '', ...rest] = scoped ? parts.slice(2) : parts;
  const namespace = scoped || first === 'namespaces' ? (parts[1] ?? '') : '';
  return { group, version, namespace, resource, name, subresource, rest: rest.join('/') };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray `%` is no name that anything has.
    return segment;
  }
}

/** The verb that RBAC knows for a method on the target. */
export function verbOf(method: string, target: ResourceTarget, query: URLSearchParams): string | undefined {
  const named = target.name !== '';
  switch (method) {
    case 'HEAD':
      return named ? 'get' : 'list';
    case 'GET':
      if (named) return 'get';
      return isTrue(query.get('watch')) ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      return undefined;
  }
}

/** Go's reading of a truth value in a query: anything but these and nothing is true. */
export const isTrue = (text: string | null): boolean => text !== null && text !== '0' && text.toLowerCase() !== 'false';
