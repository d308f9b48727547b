import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCredentials } from './credentials.ts';
import type { KubeContext, UserEntry } from './kube-context.ts';
import { createManualClock } from './testing/test-clocks.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const contextOf = (user: UserEntry): KubeContext => ({
  name: 'c',
  userName: 'me',
  cluster: {
    server: new URL('https://cluster:6443'),
    skipTlsVerify: false,
    caData: Buffer.from('CA').toString('base64'),
  },
  user,
});

function setUp(user: UserEntry) {
  const clock = createManualClock();
  const reloads: KubeContext[] = [contextOf(user)];
  const credentials = createCredentials(contextOf(user), () => reloads[0] ?? contextOf(user), clock);
  const authorization = async () => (await credentials.connection()).headers.authorization;
  return { authorization, clock, credentials, reloads };
}

function script(name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Loading client-node takes seconds on a busy machine. */
const PLUGIN_TIMEOUT_MS = 60_000;

describe('createCredentials', () => {
  it('a token, a password, an impersonated user', async () => {
    expect(await setUp({ token: 'sesame' }).authorization()).toBe('Bearer sesame');
    expect(await setUp({ username: 'u', password: 'p' }).authorization()).toBe('Basic dTpw');
    const { credentials } = setUp({ token: 't', impersonate: { user: 'other', groups: ['g1', 'g2'] } });
    expect((await credentials.connection()).headers).toEqual({
      authorization: 'Bearer t',
      'impersonate-user': 'other',
      'impersonate-group': ['g1', 'g2'],
    });
  });

  it('TLS: the authority, the client certificate, and trust only switched off when the file says so', async () => {
    const certFile = join(folder, 'me.crt');
    writeFileSync(certFile, 'CERT');
    const { credentials } = setUp({ certFile, keyData: Buffer.from('KEY').toString('base64') });
    const { tls } = await credentials.connection();
    expect([String(tls.ca), String(tls.cert), String(tls.key), tls.rejectUnauthorized]).toEqual([
      'CA',
      'CERT',
      'KEY',
      true,
    ]);
  });

  it('S4: a token on disk is read again after a minute; new TLS files make a new version', async () => {
    const tokenFile = join(folder, 'token');
    const keyFile = join(folder, 'me.key');
    writeFileSync(tokenFile, 'one\n');
    writeFileSync(keyFile, 'KEY');
    const { authorization, clock, credentials } = setUp({ tokenFile, keyFile });
    expect(await authorization()).toBe('Bearer one');
    const { version } = await credentials.connection();
    writeFileSync(tokenFile, 'two\n');
    expect(await authorization()).toBe('Bearer one');
    await clock.advance(60_000);
    expect(await authorization()).toBe('Bearer two');
    expect((await credentials.connection()).version).toBe(version);
    writeFileSync(keyFile, 'NEW');
    await clock.advance(60_000);
    expect((await credentials.connection()).version).toBe(version + 1);
  });

  it('S4: after a 401 the kubeconfig is read again, but not for every request', async () => {
    const { authorization, clock, credentials, reloads } = setUp({ token: 'old' });
    expect(await authorization()).toBe('Bearer old');
    reloads[0] = contextOf({ token: 'new' });
    expect(credentials.renew()).toBe(true);
    expect(await authorization()).toBe('Bearer new');
    expect(credentials.renew()).toBe(false);
    await clock.advance(5_000);
    expect(credentials.renew()).toBe(true);
  });

  it('S4: after a failed connection the kubeconfig is read again, and only something new counts', async () => {
    const { authorization, clock, credentials, reloads } = setUp({ token: 'old' });
    expect(credentials.reread()).toBe(false);
    await clock.advance(5_000);
    reloads[0] = contextOf({ token: 'new' });
    expect(credentials.reread()).toBe(true);
    expect(await authorization()).toBe('Bearer new');
  });

  it('S4: a kubeconfig that cannot be read again does not end anything', async () => {
    const credentials = createCredentials(
      contextOf({ token: 'old' }),
      () => {
        throw new Error('half written');
      },
      createManualClock(),
    );
    expect(credentials.renew()).toBe(true);
    expect((await credentials.connection()).headers.authorization).toBe('Bearer old');
  });

  it('a missing file is named, and asked for again', async () => {
    const keyFile = join(folder, 'late.key');
    const { credentials } = setUp({ keyFile });
    await expect(credentials.connection()).rejects.toMatchObject({
      kind: 'unauthenticated',
      message: expect.stringContaining('late.key of the kubeconfig cannot be read (ENOENT)') as string,
    });
    writeFileSync(keyFile, 'KEY');
    expect(String((await credentials.connection()).tls.key)).toBe('KEY');
  });

  it('an exec plugin gives the token, and learns which answer is wanted', { timeout: PLUGIN_TIMEOUT_MS }, async () => {
    const answer = `{"kind":"ExecCredential","status":{"token":"from-plugin","expirationTimestamp":"2999-01-01T00:00:00Z"}}`;
    const command = script(
      'login',
      `echo "$KUBERNETES_EXEC_INFO" | grep -q client.authentication.k8s.io/v1 && echo '${answer}'`,
    );
    const { authorization } = setUp({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command } });
    expect(await authorization()).toBe('Bearer from-plugin');
  });

  it('a plugin that fails, or is not there, is named without what it printed', {
    timeout: PLUGIN_TIMEOUT_MS,
  }, async () => {
    const failing = setUp({ exec: { command: script('bad-login', 'echo sesame >&2; exit 3') } });
    const error = await failing.credentials.connection().catch((reason: Error) => reason);
    expect(error).toMatchObject({ kind: 'unauthenticated' });
    expect(String(error)).toContain('"bad-login"');
    expect(String(error)).not.toContain('sesame');
    const missing = setUp({ exec: { command: 'no-such-plugin-anywhere' } });
    await expect(missing.credentials.connection()).rejects.toThrow(/"no-such-plugin-anywhere".*not installed/);
  });
});
