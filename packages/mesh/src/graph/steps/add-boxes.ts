import { boxNodeId } from '@weir/shared';
import { ensureNode, type NodeDraft } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';

/**
 * Boxes (G5): one around the nodes of an app that has more than one in versioned-app and workload graphs, one around each
 * namespace when more than one was asked for. Namespace box > app box > node. A service stands beside its app's box,
 * inside the namespace's. Nodes from outside the requested namespaces stand in no box.
 */
export function addBoxes(context: GraphContext): void {
  const { draft, requested, type } = context;
  const inside = [...draft.nodes.values()].filter((node) => requested.has(node.namespace));
  if (type === 'versionedApp' || type === 'workload') addAppBoxes(context, inside);
  if (context.namespaces.length < 2) return;
  for (const node of [...draft.nodes.values()]) {
    if (!requested.has(node.namespace) || node.parent !== undefined) continue;
    const { namespace } = node;
    const box = ensureNode(draft, {
      id: boxNodeId(namespace),
      kind: 'box',
      boxKind: 'namespace',
      namespace,
      name: namespace,
    });
    if (node !== box) node.parent = box.id;
  }
}

function addAppBoxes(context: GraphContext, inside: readonly NodeDraft[]): void {
  const apps = new Map<string, NodeDraft[]>();
  for (const node of inside) {
    if ((node.kind !== 'app' && node.kind !== 'workload') || node.app === undefined) continue;
    const id = boxNodeId(node.namespace, node.app);
    const members = apps.get(id) ?? [];
    members.push(node);
    apps.set(id, members);
  }
  for (const [id, members] of apps) {
    const [first] = members;
    if (first?.app === undefined || members.length < 2) continue;
    const { namespace, app } = first;
    ensureNode(context.draft, { id, kind: 'box', boxKind: 'app', namespace, name: app, app });
    for (const member of members) member.parent = id;
  }
}

/** The nodes in each box, directly, by the box's id. */
export function childrenOf(context: GraphContext): ReadonlyMap<string, readonly NodeDraft[]> {
  const children = new Map<string, NodeDraft[]>();
  for (const node of context.draft.nodes.values()) {
    if (node.parent === undefined) continue;
    const list = children.get(node.parent) ?? [];
    list.push(node);
    children.set(node.parent, list);
  }
  return children;
}
