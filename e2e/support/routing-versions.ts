import type { KubeClient } from './kube-client.ts';

const KINDS = ['virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'sidecars'];

/** resourceVersion of every routing object of the cluster by `<kind> <namespace>/<name>`: equal before and after when nothing was written. */
export async function routingVersions(kube: KubeClient): Promise<Readonly<Record<string, string>>> {
  const lists = await Promise.all(
    KINDS.map(async (kind) => {
      const { status, body } = await kube.get(`/apis/networking.istio.io/v1/${kind}`);
      if (status !== 200) throw new Error(`listing ${kind} gave ${status}`);
      const items = body.items as { metadata: { namespace: string; name: string; resourceVersion: string } }[];
      return items.map(({ metadata }) => [`${kind} ${metadata.namespace}/${metadata.name}`, metadata.resourceVersion]);
    }),
  );
  return Object.fromEntries(lists.flat());
}
