/** What somebody may do, as a rule of a Role says it. `*` stands for everything. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly groups?: readonly string[];
  /** Plural names; a subresource as `pods/proxy`. */
  readonly resources?: readonly string[];
  /** Undefined: in every namespace, and objects without one. */
  readonly namespaces?: readonly string[];
  /** Paths that are no resources; a trailing `*` stands for the rest. */
  readonly paths?: readonly string[];
}

/** A request for a resource, or for a path. */
export type AccessRequest =
  | {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      /** '' for all namespaces and for objects without one. */
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly verb: string; readonly path: string };

const covers = (known: readonly string[] | undefined, wanted: string): boolean =>
  known !== undefined && (known.includes('*') || known.includes(wanted));

/** Whether one of the rules allows the request. `*` for resources does include subresources, as in RBAC. */
export function isAllowed(rules: readonly AccessRule[], request: AccessRequest): boolean {
  return rules.some((rule) => {
    if (!covers(rule.verbs, request.verb)) return false;
    if ('path' in request) return (rule.paths ?? []).some((path) => coversPath(path, request.path));
    const resource = request.subresource === '' ? request.resource : `${request.resource}/${request.subresource}`;
    const inNamespace = rule.namespaces === undefined || rule.namespaces.includes(request.namespace);
    return inNamespace && covers(rule.groups, request.group) && covers(rule.resources, resource);
  });
}

const coversPath = (pattern: string, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
