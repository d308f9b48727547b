import type { NamespacePermissions, NeededPermission } from '@weir/shared';
import type { AccessReviewer } from '../../ports/access-reviewer.ts';
import type { Clock } from '../../ports/clock.ts';
import { type AccessRule, readRules, rulesAllow } from './access-rules.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createBriefCache } from './brief-cache.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { Logger } from './logger.ts';

export interface AccessReviewerOptions {
  readonly api: ApiClient;
  /** Who the kubeconfig says it is, for clusters that cannot be asked (before Kubernetes 1.26). */
  readonly userName: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Question = Omit<NeededPermission, 'allowed'>;
type Answer = boolean | null;

const KEEP_MS = 10_000;
const PARALLEL = 8;
const ISTIO_GROUP = 'networking.istio.io';
/** What weighted routing writes. */
const EDIT_ROUTING = ['virtualservices', 'destinationrules'].flatMap((resource) =>
  ['create', 'patch'].map((verb) => ({ verb, group: ISTIO_GROUP, resource })),
);

export function createAccessReviewer(options: AccessReviewerOptions): AccessReviewer {
  const { api, clock, logger } = options;
  const answers = createBriefCache<Answer>(clock, KEEP_MS);
  const rules = createBriefCache<readonly AccessRule[] | undefined>(clock, KEEP_MS);
  const identities = createBriefCache<{ name: string; groups: readonly string[] }>(clock, KEEP_MS);

  const ask = (question: Question): Promise<Answer> =>
    answers
      .get(JSON.stringify([question.verb, question.group, question.resource, question.namespace]), () =>
        accessReview(api, question),
      )
      .catch((error: unknown) => {
        logger.warn({ error: String(error), ...question }, 'A permission could not be reviewed');
        return null;
      });

  const rulesOf = (namespace: string): Promise<readonly AccessRule[] | undefined> =>
    rules
      .get(namespace, () => rulesReview(api, namespace))
      .catch((error: unknown) => {
        logger.warn({ error: String(error), namespace }, 'The permissions in a namespace could not be reviewed');
        return undefined;
      });

  const inNamespace = async (namespace: string): Promise<NamespacePermissions> => {
    const known = await rulesOf(namespace);
    const questions = EDIT_ROUTING.map((permission) => ({ ...permission, namespace }));
    // An incomplete list of rules proves a yes, never a no.
    const open = questions.filter((question) => known === undefined || !rulesAllow(known, question));
    const asked = await Promise.all(open.map(async (question) => ({ question, allowed: await ask(question) })));
    return verdict(
      namespace,
      asked.filter(({ allowed }) => allowed !== true),
    );
  };

  return {
    whoAmI: () => identities.get('', () => selfReview(api, options.userName)),
    review: (_caller, permissions) =>
      Promise.all(permissions.map(async (permission) => ({ ...permission, allowed: await ask(permission) }))),
    namespacePermissions: async (_caller, namespaces) => {
      const everywhere = await Promise.all(EDIT_ROUTING.map((permission) => ask({ ...permission, namespace: '' })));
      if (everywhere.every((allowed) => allowed === true)) {
        return namespaces.map((namespace) => ({ namespace, editRouting: true }));
      }
      return inParallel(namespaces, PARALLEL, inNamespace);
    },
  };
}

function verdict(
  namespace: string,
  missing: readonly { readonly question: Question; readonly allowed: Answer }[],
): NamespacePermissions {
  if (missing.length === 0) return { namespace, editRouting: true };
  if (missing.some(({ allowed }) => allowed === null)) {
    const reason = 'The API server did not say whether you may change routing here; reload to ask again.';
    return { namespace, editRouting: false, reason };
  }
  const words = [...new Set(missing.map(({ question }) => question.resource))].map((resource) => {
    const verbs = missing.filter(({ question }) => question.resource === resource).map(({ question }) => question.verb);
    return `${verbs.join(' and ')} ${resource}.${ISTIO_GROUP}`;
  });
  return { namespace, editRouting: false, reason: `You may not ${words.join(', nor ')} in namespace ${namespace}.` };
}

async function accessReview(api: ApiClient, question: Question): Promise<boolean> {
  const [resource, subresource] = question.resource.split('/');
  const answer = await api.json({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          verb: question.verb,
          group: question.group,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
          ...(question.namespace === '' ? {} : { namespace: question.namespace }),
        },
      },
    },
  });
  const { allowed } = fieldsOf(fieldsOf(answer).status);
  if (typeof allowed === 'boolean') return allowed;
  throw new ApiError('internal', 200, 'The API server answered an access review without a verdict.');
}

async function rulesReview(api: ApiClient, namespace: string): Promise<readonly AccessRule[]> {
  const answer = await api.json({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } },
  });
  return readRules(answer);
}

async function selfReview(api: ApiClient, userName: string): Promise<{ name: string; groups: readonly string[] }> {
  for (const version of ['v1', 'v1beta1']) {
    const apiVersion = `authentication.k8s.io/${version}`;
    try {
      const path = `/apis/${apiVersion}/selfsubjectreviews`;
      const answer = await api.json({ method: 'POST', path, body: { apiVersion, kind: 'SelfSubjectReview' } });
      const { username, groups } = fieldsOf(fieldsOf(fieldsOf(answer).status).userInfo);
      if (typeof username !== 'string') continue;
      return { name: username, groups: listOf(groups).filter((group) => typeof group === 'string') };
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind !== 'not-found') throw error;
    }
  }
  return { name: userName, groups: [] };
}

/** Results in the order of the items, at most `parallel` at a time. */
async function inParallel<T, R>(
  items: readonly T[],
  parallel: number,
  act: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  return results;
}
