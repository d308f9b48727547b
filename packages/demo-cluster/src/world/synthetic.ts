import type { Draw, KubernetesObject } from '@weir/mesh';
import { type BehaviourBlueprint, type ServiceBlueprint, version } from './blueprint.ts';
import { entryPoint } from './entry-point.ts';
import { drawBelow, seededDraw } from './seeded-draw.ts';
import { syntheticRouting } from './synthetic-routing.ts';

const NAMESPACE_SIZE = 25;
const AREAS =
  'checkout billing catalog search pricing inventory shipping identity payments loyalty media reporting support returns suppliers warehouse partners messaging fraud insights'.split(
    ' ',
  );
const ROLES =
  'frontend gateway orders carts quotes offers stock rules users sessions profiles tokens ledger invoices taxes images reviews ranking index suggest routes labels events audit alerts mail push export import cache batch scoring limits flags config schema locks jobs sync proxy'.split(
    ' ',
  );

/** A generated mesh: services by namespace, with the objects that route some of them, and the loads that arrive at the ingress gateway. */
export interface SyntheticMesh {
  readonly namespaces: readonly string[];
  readonly services: readonly ServiceBlueprint[];
  readonly objects: readonly KubernetesObject[];
  readonly loads: readonly string[];
}

interface Draft {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly portName: 'http' | 'grpc';
  readonly versions: readonly string[];
  readonly calls: string[];
}

const nameAt = (words: readonly string[], index: number): string => {
  const word = words[index % words.length] ?? 'service';
  const round = Math.floor(index / words.length);
  return round === 0 ? word : `${word}-${round + 1}`;
};

/**
 * `count` services in namespaces of 25. Each but the first of a namespace is called by one or two earlier ones, so calls never form a
 * circle; some cross into later namespaces. About 1.4 workloads a service; some with two versions have VirtualServices. Same seed, same mesh.
 */
export function syntheticMesh(count: number, seed: number): SyntheticMesh {
  const draw = seededDraw(seed ^ 0x5eed);
  const drafts = Array.from({ length: count }, (_, index) => draftOf(index, draw));
  connect(drafts, draw);
  const namespaces = [...new Set(drafts.map((draft) => draft.namespace))];
  const roots = drafts.filter((_, index) => index % NAMESPACE_SIZE === 0);
  return {
    namespaces,
    services: drafts.map((draft) => serviceOf(draft, draw)),
    objects: [...roots.flatMap(entryOf), ...drafts.flatMap((draft) => syntheticRouting(draft, draw))],
    loads: roots.map((root) => `http://${root.namespace}.example.com/ rps=${25 + drawBelow(draw, 20)}`),
  };
}

function draftOf(index: number, draw: Draw): Draft {
  const inNamespace = index % NAMESPACE_SIZE;
  const kind = draw();
  const versions = kind < 0.66 ? ['v1'] : kind < 0.94 ? ['v1', 'v2'] : ['v1', 'v2', 'v3'];
  return {
    namespace: nameAt(AREAS, Math.floor(index / NAMESPACE_SIZE)),
    name: nameAt(ROLES, inNamespace === 0 ? 0 : inNamespace + 1),
    port: 8080,
    portName: inNamespace > 0 && draw() < 0.15 ? 'grpc' : 'http',
    versions,
    calls: [],
  };
}

function connect(drafts: readonly Draft[], draw: Draw): void {
  for (const [index, callee] of drafts.entries()) {
    const inNamespace = index % NAMESPACE_SIZE;
    if (inNamespace === 0) continue;
    const first = index - inNamespace;
    const parents = new Set([first + Math.floor(inNamespace * draw() ** 1.3 * 0.999)]);
    if (draw() < 0.25) parents.add(first + drawBelow(draw, inNamespace));
    // A shared service is called from an earlier namespace too.
    if (first > 0 && draw() < 0.06) parents.add(drawBelow(draw, first));
    for (const parent of parents) drafts[parent]?.calls.push(callTo(callee, drafts[parent], draw));
  }
}

function callTo(callee: Draft, caller: Draft | undefined, draw: Draw): string {
  const host =
    caller?.namespace === callee.namespace ? callee.name : `${callee.name}.${callee.namespace}.svc.cluster.local`;
  return `http://${host}:${callee.port}/ share=${(0.25 + 0.6 * draw()).toFixed(2)}`;
}

function serviceOf(draft: Draft, draw: Draw): ServiceBlueprint {
  const { namespace, name, port, portName } = draft;
  const latencyMs = 2 + drawBelow(draw, 30);
  const workloads = draft.versions.map((label, index) => {
    const failing = draw() < 0.05;
    const behaviour: BehaviourBlueprint = {
      latencyMs: latencyMs + index * drawBelow(draw, 12),
      ...(failing ? { errors: `500=${(0.005 + 0.05 * draw()).toFixed(3)}` } : {}),
      ...(draft.calls.length === 0 ? {} : { calls: draft.calls }),
    };
    return version(name, label, behaviour, { replicas: 1 + drawBelow(draw, 3) });
  });
  const labels = { app: name };
  return { namespace, name, labels, selector: labels, port, targetPort: port, portName, type: 'ClusterIP', workloads };
}

const entryOf = (root: Draft): readonly KubernetesObject[] =>
  entryPoint({
    namespace: root.namespace,
    gateway: `${root.namespace}-gateway`,
    virtualService: `${root.namespace}-entry`,
    hostName: `${root.namespace}.example.com`,
    service: root.name,
    port: root.port,
  });
