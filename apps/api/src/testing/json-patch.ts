import type { PatchOperation } from '@weir/shared';

/** Applies the operations that Weir writes to a copy of a document, as an API server does. Throws where a path leads nowhere. */
export function applyPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  const root = { '': structuredClone(document) };
  for (const { op, path, value } of operations) {
    const keys = ['', ...path.split('/').slice(1)].map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((node, key) => childOf(node, key, path), root);
    change(parent, op, last, structuredClone(value), path);
  }
  return root[''];
}

function childOf(node: unknown, key: string, path: string): unknown {
  const child = (node as Record<string, unknown>)[key];
  if (typeof child !== 'object' || child === null) throw new Error(`${path}: nothing at ${key}`);
  return child;
}

function change(parent: unknown, op: PatchOperation['op'], key: string, value: unknown, path: string): void {
  if (Array.isArray(parent)) {
    const index = key === '-' ? parent.length : Number(key);
    if (!(index <= parent.length) || (op !== 'add' && index === parent.length))
      throw new Error(`${path}: no such index`);
    if (op === 'add') parent.splice(index, 0, value);
    else if (op === 'replace') parent[index] = value;
    else parent.splice(index, 1);
    return;
  }
  const record = parent as Record<string, unknown>;
  if (op !== 'add' && !(key in record)) throw new Error(`${path}: nothing there`);
  if (op === 'remove') delete record[key];
  else record[key] = value;
}
