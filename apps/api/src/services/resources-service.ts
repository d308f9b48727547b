import type { KubernetesObject } from '@weir/mesh';
import type { ObjectRef } from '@weir/shared';
import { fromClusterError, WeirError } from '../errors.ts';
import { type Caller, mayReadNamespace } from '../ports/caller.ts';
import type { ClusterWriter } from '../ports/cluster-writer.ts';
import { nameOf } from './live-objects.ts';

export interface ResourceName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface ResourcesService {
  /** The live object, read as the caller. Rejects with a WeirError. */
  readonly read: (caller: Caller, resource: ResourceName) => Promise<KubernetesObject>;
}

const ROUTING_GROUP = 'networking.istio.io';
/** Only what routes: never a way to read Secrets or anything else. */
const ROUTING_KINDS: readonly string[] = ['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar'];

export function createResourcesService(writer: ClusterWriter): ResourcesService {
  return {
    read: async (caller, { group, version, kind, namespace, name }) => {
      if (group !== ROUTING_GROUP || !ROUTING_KINDS.includes(kind)) {
        throw new WeirError('invalid-request', `Weir does not show ${kind} of ${group}.`, {
          remedy: `It shows ${ROUTING_KINDS.join(', ')} of ${ROUTING_GROUP}.`,
        });
      }
      const ref: ObjectRef = { apiVersion: `${group}/${version}`, kind, namespace, name };
      if (!mayReadNamespace(caller, namespace)) throw missing(ref);
      const object = await writer.get(caller, ref).catch((error: unknown) => {
        throw fromClusterError(error, `${nameOf(ref)} could not be read`);
      });
      if (object === undefined) throw missing(ref);
      return object;
    },
  };
}

const missing = (ref: ObjectRef): WeirError =>
  new WeirError('not-found', `There is no ${nameOf(ref)}, or you may not read it.`, {
    remedy: 'Check the names. An object that was deleted leaves the lists by itself.',
  });
