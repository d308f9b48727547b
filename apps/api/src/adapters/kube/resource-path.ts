/** One resource of the API, as `{ apiVersion: 'networking.istio.io/v1', plural: 'virtualservices' }`. */
export interface Resource {
  readonly apiVersion: string;
  readonly plural: string;
}

/** The path of a resource's collection, or of one object in it, with a query. */
export function resourcePath(
  resource: Resource,
  namespace: string | undefined,
  name?: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const base = resource.apiVersion.includes('/') ? `/apis/${resource.apiVersion}` : `/api/${resource.apiVersion}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${base}${scope}/${resource.plural}${object}${queryText(query)}`;
}

function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parameters.set(key, value);
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
