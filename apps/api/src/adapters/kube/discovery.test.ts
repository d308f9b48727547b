import { describe, expect, it } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { discover } from './discovery.ts';

const group = (name: string, ...versions: string[]) => ({ name, versions: versions.map((version) => ({ version })) });
const resources = (...names: string[]) => ({ resources: names.map((name) => ({ name })) });

function apiOf(answers: Readonly<Record<string, unknown>>): ApiClient {
  const unused = () => Promise.reject(new Error('unused'));
  return {
    json: async ({ path }) => {
      const answer = answers[path];
      if (answer instanceof Error) throw answer;
      if (answer === undefined) throw new ApiError('not-found', 404, 'no');
      return answer;
    },
    text: unused,
    stream: unused,
    close: async () => undefined,
  };
}

const ask = (answers: Readonly<Record<string, unknown>>) => discover(apiOf(answers), new AbortController().signal);

describe('discover', () => {
  it('W6: takes the newest version of each kind that serves it', async () => {
    const { networkingVersion, served, gatewayApi, version } = await ask({
      '/version': { gitVersion: 'v1.34.4' },
      '/apis': {
        groups: [group('networking.istio.io', 'v1alpha3', 'v1', 'v1beta1'), group('gateway.networking.k8s.io', 'v1')],
      },
      '/apis/networking.istio.io/v1': resources('virtualservices', 'virtualservices/status'),
      '/apis/networking.istio.io/v1beta1': resources('virtualservices', 'sidecars'),
      '/apis/networking.istio.io/v1alpha3': resources('virtualservices', 'sidecars', 'gateways'),
    });
    expect([version, networkingVersion, gatewayApi]).toEqual(['v1.34.4', 'v1', true]);
    expect(served.get('virtualservices')).toBe('networking.istio.io/v1');
    expect(served.get('sidecars')).toBe('networking.istio.io/v1beta1');
    expect(served.get('gateways')).toBe('networking.istio.io/v1alpha3');
    expect(served.has('destinationrules')).toBe(false);
    expect(served.get('deployments')).toBe('apps/v1');
  });

  it('a cluster without Istio has no networking version', async () => {
    const { networkingVersion, served } = await ask({ '/version': {}, '/apis': { groups: [group('apps', 'v1')] } });
    expect([networkingVersion, served.has('virtualservices'), served.get('pods')]).toEqual([undefined, false, 'v1']);
  });

  it('who may not ask what is served may still list it', async () => {
    const forbidden = new ApiError('forbidden', 403, 'no');
    const { assumed, served, version } = await ask({ '/version': forbidden, '/apis': forbidden });
    expect([assumed, version, served.get('virtualservices')]).toEqual([true, '', 'networking.istio.io/v1']);
  });

  it('S4: an odd answer is no reason to fail, a missing one is', async () => {
    const { networkingVersion } = await ask({
      '/version': 7,
      '/apis': { groups: [null, { name: 5 }, { name: 'networking.istio.io', versions: 'x' }] },
    });
    expect(networkingVersion).toBeUndefined();
    await expect(ask({ '/version': new ApiError('unreachable', 0, 'gone') })).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});
