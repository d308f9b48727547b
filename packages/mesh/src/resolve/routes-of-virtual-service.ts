import type { HttpMatch, L4Match, VirtualService } from '../resources/istio.ts';
import { listOf, recordOf, textOf } from './untrusted.ts';
import { resolveVirtualService } from './virtual-service-model.ts';

/** A destination as it stands in the object, with its host resolved. */
export interface VirtualServiceDestination {
  /** JSON pointer, as `/spec/http/0/route/1`. */
  readonly path: string;
  /** Fully qualified. */
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** As written; undefined when absent or no number. */
  readonly weight?: number;
  /** 0 to 1, as Istio reads the weights. */
  readonly share: number;
}

/** One rule of a VirtualService that sends traffic to destinations, or delegates. */
export interface VirtualServiceRoute {
  readonly protocol: 'http' | 'tcp' | 'tls';
  readonly index: number;
  /** JSON pointer, as `/spec/http/0`. */
  readonly path: string;
  readonly name?: string;
  /** Undefined: the rule takes everything. Empty: it can take nothing, each match is malformed. */
  readonly matches?: readonly (HttpMatch | L4Match)[];
  readonly destinations: readonly VirtualServiceDestination[];
  /** `<namespace>/<name>` of the VirtualService that the rule hands over to. */
  readonly delegate?: string;
}

/**
 * The rules of a VirtualService with their destinations, as written and in order: http, tcp, tls. Malformed rules and
 * destinations are left out; pointers keep the object's own numbers. `domain` is the cluster's DNS domain.
 */
export function routesOfVirtualService(object: VirtualService, domain: string): readonly VirtualServiceRoute[] {
  const resolved = resolveVirtualService(object, domain);
  return (['http', 'tcp', 'tls'] as const).flatMap((protocol) =>
    resolved[protocol].map((rule) => {
      const index = Number(rule.path.slice(rule.path.lastIndexOf('/') + 1));
      const written = recordOf(listOf(recordOf(object.spec)[protocol])[index]);
      const entries = listOf(written.route);
      const name = textOf(written.name);
      const total = rule.destinations.reduce((sum, { weight }) => sum + weight, 0);
      const delegate = 'delegate' in rule ? rule.delegate : undefined;
      return {
        protocol,
        index,
        path: rule.path,
        ...(name === undefined ? {} : { name }),
        ...(rule.matches === undefined ? {} : { matches: rule.matches }),
        ...(delegate === undefined ? {} : { delegate: `${delegate.namespace}/${delegate.name}` }),
        destinations: rule.destinations.map(({ weight, ...destination }) => {
          const place = Number(destination.path.slice(destination.path.lastIndexOf('/') + 1));
          const raw = recordOf(entries[place]).weight;
          const share = total === 0 ? 0 : weight / total;
          return typeof raw === 'number' ? { ...destination, weight: raw, share } : { ...destination, share };
        }),
      };
    }),
  );
}
