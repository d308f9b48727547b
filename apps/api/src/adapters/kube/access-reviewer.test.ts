import { describe, expect, it } from 'vitest';
import type { Caller } from '../../ports/caller.ts';
import { createAccessReviewer } from './access-reviewer.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { createManualClock } from './testing/test-clocks.ts';

const caller: Caller = { name: 'me', groups: [], cluster: 'c', readableNamespaces: 'all' };
const patchVs = { verb: 'patch', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'shop' };

interface Attributes {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

interface Answers {
  readonly access?: (attributes: Attributes) => unknown;
  readonly rules?: (namespace: string) => unknown;
  readonly self?: (path: string) => unknown;
}

function setUp(answers: Answers) {
  const requests: string[] = [];
  const json = async ({ path, body }: ApiRequest): Promise<unknown> => {
    const { spec } = body as { spec?: { resourceAttributes?: Attributes; namespace?: string } };
    if (path.endsWith('selfsubjectaccessreviews') && spec?.resourceAttributes !== undefined) {
      requests.push(`access ${spec.resourceAttributes.verb} ${spec.resourceAttributes.namespace ?? '*'}`);
      return { status: answers.access?.(spec.resourceAttributes) };
    }
    if (path.endsWith('selfsubjectrulesreviews')) {
      requests.push(`rules ${spec?.namespace}`);
      return { status: answers.rules?.(spec?.namespace ?? '') };
    }
    requests.push(path);
    return answers.self?.(path);
  };
  const unused = () => Promise.reject(new Error('unused'));
  const api: ApiClient = { json, text: unused, stream: unused, close: async () => undefined };
  const clock = createManualClock();
  const logger = createRecordingLogger();
  return { clock, logger, requests, reviewer: createAccessReviewer({ api, userName: 'from-file', clock, logger }) };
}

const rule = (resources: readonly string[], verbs: readonly string[], resourceNames: readonly string[] = []) => ({
  verbs,
  resources,
  resourceNames,
  apiGroups: ['networking.istio.io'],
});

describe('createAccessReviewer', () => {
  it('W7: says yes, no, or that nobody said', async () => {
    const { reviewer, logger } = setUp({
      access: ({ verb }) => {
        if (verb === 'delete') throw new ApiError('unreachable', 0, 'gone');
        return verb === 'get' ? {} : { allowed: verb === 'patch' };
      },
    });
    const permissions = ['patch', 'create', 'delete', 'get'].map((verb) => ({ ...patchVs, verb }));
    const answers = await reviewer.review(caller, permissions);
    expect(answers.map(({ verb, allowed }) => [verb, allowed])).toEqual([
      ['patch', true],
      ['create', false],
      ['delete', null],
      ['get', null],
    ]);
    expect(logger.lines).toHaveLength(2);
  });

  it('asks for subresources as the API names them', async () => {
    const asked: Attributes[] = [];
    const { reviewer } = setUp({
      access: (attributes) => {
        asked.push(attributes);
        return { allowed: true };
      },
    });
    await reviewer.review(caller, [{ verb: 'get', group: '', resource: 'pods/proxy', namespace: 'n' }]);
    expect(asked[0]).toMatchObject({ resource: 'pods', subresource: 'proxy', namespace: 'n' });
  });

  it('remembers an answer for ten seconds, asks once for two at the same time, and never keeps a failure', async () => {
    let isBroken = false;
    const { clock, requests, reviewer } = setUp({
      access: () => {
        if (isBroken) throw new ApiError('internal', 500, 'no');
        return { allowed: true };
      },
    });
    await Promise.all([reviewer.review(caller, [patchVs]), reviewer.review(caller, [patchVs])]);
    await clock.advance(9_999);
    await reviewer.review(caller, [patchVs]);
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    isBroken = true;
    expect((await reviewer.review(caller, [patchVs]))[0]?.allowed).toBeNull();
    isBroken = false;
    expect((await reviewer.review(caller, [patchVs]))[0]?.allowed).toBe(true);
    expect(requests).toHaveLength(3);
  });

  it('S1: who may do it everywhere is asked four questions for a thousand namespaces', async () => {
    const { requests, reviewer } = setUp({ access: () => ({ allowed: true }) });
    const namespaces = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const permissions = await reviewer.namespacePermissions(caller, namespaces);
    expect(permissions.every(({ editRouting }) => editRouting)).toBe(true);
    expect(permissions.map(({ namespace }) => namespace)).toEqual(namespaces);
    expect(requests).toHaveLength(4);
  });

  it('S1: otherwise each namespace is asked for its rules; a rule for one object by name is none in general', async () => {
    const all = ['create', 'patch'];
    const { reviewer } = setUp({
      access: () => ({ allowed: false }),
      rules: (namespace) => ({
        resourceRules: {
          editor: [rule(['virtualservices', 'destinationrules'], all)],
          star: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
          half: [rule(['virtualservices'], ['*']), rule(['destinationrules'], ['patch'])],
          named: [rule(['virtualservices', 'destinationrules'], all, ['web'])],
        }[namespace],
      }),
    });
    const permissions = await reviewer.namespacePermissions(caller, ['editor', 'star', 'half', 'named']);
    expect(permissions).toEqual([
      { namespace: 'editor', editRouting: true },
      { namespace: 'star', editRouting: true },
      {
        namespace: 'half',
        editRouting: false,
        reason: 'You may not create destinationrules.networking.istio.io in namespace half.',
      },
      {
        namespace: 'named',
        editRouting: false,
        reason:
          'You may not create and patch virtualservices.networking.istio.io, nor create and patch destinationrules.networking.istio.io in namespace named.',
      },
    ]);
  });

  it('S1: rules that are not told in full prove no refusal; without an answer nothing is allowed', async () => {
    const webhook = setUp({
      access: ({ namespace }) => ({ allowed: namespace === 'shop' }),
      rules: () => ({ resourceRules: [], incomplete: true }),
    });
    expect(await webhook.reviewer.namespacePermissions(caller, ['shop'])).toEqual([
      { namespace: 'shop', editRouting: true },
    ]);
    const silent = setUp({});
    const [permission] = await silent.reviewer.namespacePermissions(caller, ['shop']);
    expect(permission).toMatchObject({ editRouting: false, reason: expect.stringContaining('did not say') as string });
  });

  it('asks who the credential is, also of older clusters, and falls back to the kubeconfig', async () => {
    const userInfo = { username: 'jane', groups: ['devs', 7] };
    const modern = setUp({ self: () => ({ status: { userInfo } }) });
    expect(await modern.reviewer.whoAmI()).toEqual({ name: 'jane', groups: ['devs'] });
    const older = setUp({
      self: (path) => {
        if (path.includes('/v1/')) throw new ApiError('not-found', 404, 'no');
        return { status: { userInfo } };
      },
    });
    expect((await older.reviewer.whoAmI()).name).toBe('jane');
    const oldest = setUp({
      self: () => {
        throw new ApiError('not-found', 404, 'no');
      },
    });
    expect(await oldest.reviewer.whoAmI()).toEqual({ name: 'from-file', groups: [] });
    const refused = setUp({
      self: () => {
        throw new ApiError('unauthenticated', 401, 'no');
      },
    });
    await expect(refused.reviewer.whoAmI()).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});
