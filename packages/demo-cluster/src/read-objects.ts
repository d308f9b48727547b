import type { KubernetesObject } from '@weir/mesh';
import { parseAllDocuments } from 'yaml';
import { isJsonObject, type Json, textAt } from './json.ts';

/** The objects of a file with YAML documents. Of each only kind, apiVersion and name are asked for. Throws naming the file. */
export function readObjects(text: string, file: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document, index) => {
    const where = `${file}, document ${index + 1}`;
    const [problem] = 'errors' in document ? document.errors : [];
    if (problem !== undefined) throw new Error(`${where} is not valid YAML: ${problem.message}`);
    const object = document.toJS() as Json;
    if (object === null) return [];
    const metadata = isJsonObject(object) ? object.metadata : undefined;
    if (textAt(object, 'kind') === undefined || textAt(object, 'apiVersion') === undefined)
      throw new Error(`${where} has no apiVersion and kind`);
    if (textAt(metadata, 'name') === undefined) throw new Error(`${where} has no metadata.name`);
    return [object as unknown as KubernetesObject];
  });
}
