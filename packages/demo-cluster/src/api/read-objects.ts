import type { ListOptions } from '../http/list-options.ts';
import type { Form } from '../http/negotiate.ts';
import { asVersion, itemText, objectText } from '../http/object-text.ts';
import { pageOf } from '../http/pages.ts';
import { badRequest } from '../http/status.ts';
import type { JsonObject } from '../json.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { type IncludeObject, partialMetadata, tableOf } from '../table/table.ts';
import { jsonReply, type Reply, rawReply } from './reply.ts';

/** The form of an answer with objects of a kind. */
export interface Presentation {
  readonly kind: ResourceKind;
  readonly version: string;
  readonly form: Form;
  readonly include: IncludeObject;
}

/** Reads `includeObject`. Throws 400. */
export function includeObject(query: URLSearchParams): IncludeObject {
  const given = query.get('includeObject') ?? '';
  if (given === '' || given === 'Metadata') return 'Metadata';
  if (given === 'Object' || given === 'None') return given;
  const why = `includeObject: Invalid value: ${JSON.stringify(given)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: ${why}`);
}

const tableText = (
  store: ObjectStore,
  shown: Presentation,
  objects: readonly StoredObject[],
  metadata: JsonObject,
): JsonObject =>
  tableOf(shown.kind, objects, metadata, {
    nowMs: store.nowMs(),
    include: shown.include,
    whole: (object) => asVersion(shown.kind, shown.version, object),
  });

/** One object as an answer. */
export function objectReply(
  store: ObjectStore,
  shown: Presentation,
  object: StoredObject,
  code = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const { kind, version, form } = shown;
  switch (form) {
    case 'table':
      return jsonReply(
        code,
        tableText(store, shown, [object], { resourceVersion: object.metadata.resourceVersion }),
        form,
        headers,
      );
    case 'metadata':
      return jsonReply(code, partialMetadata(object), form, headers);
    case 'yaml':
      return jsonReply(code, asVersion(kind, version, object), form, headers);
    default:
      return rawReply(code, objectText(kind, version, object), headers);
  }
}

/** A list, or one page of it, as an answer. */
export function listReply(store: ObjectStore, shown: Presentation, namespace: string, options: ListOptions): Reply {
  const { kind, version, form } = shown;
  const page = pageOf(store, store.list(kind, namespace === '' ? undefined : namespace), options);
  const metadata: JsonObject = {
    resourceVersion: page.resourceVersion,
    // Lists of custom resources always say it, those of built-in kinds only when there is more.
    ...(page.continueToken === '' && !kind.custom ? {} : { continue: page.continueToken }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  };
  if (form === 'table') return jsonReply(200, tableText(store, shown, page.items, metadata));
  if (form === 'metadataList') {
    const items = page.items.map(partialMetadata);
    return jsonReply(200, { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items });
  }
  const items = page.items.map((object) => itemText(kind, version, object)).join(',');
  const apiVersion = apiVersionOf(kind.group, version);
  const head = `{"kind":"${kind.kind}List","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)}`;
  const text = `${head},"items":[${items}]}`;
  return form === 'yaml' ? jsonReply(200, JSON.parse(text) as JsonObject, form) : rawReply(200, text);
}
