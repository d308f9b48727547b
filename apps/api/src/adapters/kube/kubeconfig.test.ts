import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKubeconfig } from './kubeconfig.ts';
import { KubeconfigError } from './kubeconfig-error.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const GOOD = `
apiVersion: v1
kind: Config
clusters:
- {name: one, cluster: {server: 'https://one:6443/base/', certificate-authority: pki/ca.crt, tls-server-name: api}}
- {name: two, cluster: {server: 'http://two:8080', insecure-skip-tls-verify: true}}
users:
- {name: me, user: {token: sesame, client-certificate: /abs/me.crt, as: other, as-groups: [g1, g2]}}
- {name: plugin, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [x]}}}
contexts:
- {name: first, context: {cluster: one, user: me}}
- {name: second, context: {cluster: two, user: plugin, namespace: n}}
- {name: broken, context: {cluster: gone, user: me}}
current-context: first
`;

const load = (kubeconfigPath: string, context?: string) =>
  loadKubeconfig({ kubeconfigPath, ...(context === undefined ? {} : { context }), environment: {} });

function failure(act: () => unknown): KubeconfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof KubeconfigError) return error;
    throw error;
  }
  throw new Error('It did not fail');
}

describe('loadKubeconfig', () => {
  it('L2: takes the current context, with paths relative to the file', () => {
    const context = load(write('good', GOOD));
    expect(context).toMatchObject({
      name: 'first',
      userName: 'me',
      cluster: { caFile: join(folder, 'pki/ca.crt'), tlsServerName: 'api', skipTlsVerify: false },
      user: { token: 'sesame', certFile: '/abs/me.crt', impersonate: { user: 'other', groups: ['g1', 'g2'] } },
    });
    expect(context.cluster.server.href).toBe('https://one:6443/base/');
  });

  it('L2: --context chooses another one; a relative plugin is found beside the file', () => {
    const { name, cluster, user } = load(write('good', GOOD), 'second');
    expect([name, cluster.server.host, cluster.skipTlsVerify]).toEqual(['second', 'two:8080', true]);
    expect(user.exec?.command).toBe(join(folder, 'bin/login'));
  });

  it.each([
    ['an unknown context', GOOD, 'nowhere', 'unknown-context', /no context "nowhere".*first, second, broken/],
    ['no current context', GOOD.replace('current-context: first', ''), undefined, 'no-current-context', /--context/],
    ['a missing cluster', GOOD, 'broken', 'incomplete', /cluster of context "broken" is "gone"/],
    [
      'bad YAML',
      'users:\n- {name: x, user: {token: sesame}\nclusters: [',
      undefined,
      'bad-yaml',
      /not valid YAML \(line \d+\)/,
    ],
    ['something else', 'sesame', undefined, 'bad-yaml', /not a kubeconfig/],
    ['an empty file', '', undefined, 'bad-yaml', /not a kubeconfig/],
    [
      'a server that is no URL',
      GOOD.replace('https://one:6443/base/', 'one:6443'),
      undefined,
      'incomplete',
      /no usable server/,
    ],
    ['users that are no list', 'users: {token: sesame}', undefined, 'incomplete', /"users" is not a list/],
    ['an entry without a name', 'users: [{user: {token: sesame}}]', undefined, 'incomplete', /users\[0\] has no name/],
  ])('L2: %s is one sentence that says what to do, without the secret', (_what, content, context, code, expected) => {
    const file = write('bad', content);
    const error = failure(() => load(file, context));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(expected);
    expect(error.message).not.toContain('sesame');
    expect(error.message).not.toContain('\n');
  });

  it('L2: a missing file, a directory', () => {
    expect(failure(() => load(join(folder, 'none')))).toMatchObject({ code: 'missing-file' });
    expect(failure(() => load(folder))).toMatchObject({ code: 'unreadable-file' });
  });

  it('KUBECONFIG may list several files: the first that names something wins, missing ones are passed over', () => {
    const first = write('a', 'current-context: second\nusers: [{name: me, user: {token: first}}]');
    const second = write('b', GOOD);
    const KUBECONFIG = [join(folder, 'none'), first, second].join(':');
    expect(loadKubeconfig({ environment: { KUBECONFIG } }).name).toBe('second');
    expect(loadKubeconfig({ environment: { KUBECONFIG }, context: 'first' }).user.token).toBe('first');
  });

  it('falls back to ~/.kube/config, and says so when there is nothing', () => {
    const home = join(folder, 'home');
    mkdirSync(join(home, '.kube'), { recursive: true });
    writeFileSync(join(home, '.kube/config'), GOOD);
    expect(loadKubeconfig({ environment: { HOME: home } }).name).toBe('first');
    expect(failure(() => loadKubeconfig({ environment: { HOME: folder } }))).toMatchObject({ code: 'no-kubeconfig' });
  });
});
