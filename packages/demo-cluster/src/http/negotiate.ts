import { ApiError } from './status.ts';

/** The form in which an answer is wanted. */
export type Form = 'json' | 'yaml' | 'table' | 'metadata' | 'metadataList' | 'discovery';

const AVAILABLE = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** The first form of the Accept header that is served. `forms` are those that the path knows besides plain JSON and YAML. Throws 406. */
export function negotiate(accept: string | undefined, forms: readonly Form[] = []): Form {
  if (accept === undefined || accept.trim() === '') return 'json';
  for (const clause of accept.split(',')) {
    const [media = '', ...parameters] = clause.split(';').map((part) => part.trim());
    const form = formOf(media, new Map(parameters.map((parameter) => parameter.split('=', 2) as [string, string])));
    if (form !== undefined && (form === 'json' || form === 'yaml' || forms.includes(form))) return form;
  }
  const message = `406: Not Acceptable\n\nAvailable representations: ${AVAILABLE}`;
  throw new ApiError(406, 'NotAcceptable', message);
}

function formOf(media: string, parameters: ReadonlyMap<string, string>): Form | undefined {
  if (media === 'application/yaml') return parameters.has('as') ? undefined : 'yaml';
  if (media === '*/*' || media === 'application/*') return 'json';
  if (media !== 'application/json') return undefined;
  const wanted = parameters.get('as');
  if (wanted === undefined) return 'json';
  const version = parameters.get('v');
  if (wanted === 'APIGroupDiscoveryList') return version === 'v2' ? 'discovery' : undefined;
  if (parameters.get('g') !== 'meta.k8s.io' || version !== 'v1') return undefined;
  if (wanted === 'Table') return 'table';
  if (wanted === 'PartialObjectMetadata') return 'metadata';
  return wanted === 'PartialObjectMetadataList' ? 'metadataList' : undefined;
}
