import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
/** Starting the process from its sources takes its time. */
const patience = { timeout: 40_000, interval: 50 };
const LIMIT_MS = 60_000;

interface Started {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>;
}

function start(...options: string[]): Started {
  const child = spawn(
    process.execPath,
    ['--conditions=@weir/source', '--import', 'tsx', SERVER, '--log-level', 'silent', ...options],
    {
      cwd: PACKAGE,
      env: { PATH: process.env.PATH ?? '' },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { process: child, out: () => out, err: () => err, exit };
}

function kubeconfig(server: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'weir-server-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'kubeconfig');
  const [cluster, user, context] = [
    { name: 'c', cluster: { server } },
    { name: 'u', user: { token: 't' } },
    { name: 'x', context: { cluster: 'c', user: 'u' } },
  ];
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'x',
      clusters: [cluster],
      users: [user],
      contexts: [context],
    }),
  );
  return file;
}

/** Port 9 (discard) of this machine: nothing listens there. */
const NOBODY = 'http://127.0.0.1:9';

describe('L2: the process', () => {
  it(
    'L2: a wrong option is one line and exit code 2; a wrong kubeconfig one line and exit code 1',
    async () => {
      const [option, config] = [start('--prot', '1'), start('--kubeconfig', 'no-such-file')];
      expect([await option.exit, option.err()]).toEqual([2, 'Unknown option --prot. See --help.\n']);
      expect(await config.exit).toBe(1);
      expect(config.err()).toMatch(/^[^\n]*no-such-file[^\n]*\n$/);
    },
    LIMIT_MS,
  );

  it(
    'L2: a busy port is one line and exit code 1',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => {
        other.close();
      });
      await vi.waitFor(() => expect(other.address()).not.toBeNull());
      const address = other.address();
      const port = typeof address === 'object' ? String(address?.port) : '';
      const weir = start('--kubeconfig', kubeconfig(NOBODY), '--port', port);
      expect(await weir.exit).toBe(1);
      expect(weir.err()).toMatch(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use\\.[^\\n]*\\n$`));
    },
    LIMIT_MS,
  );

  it(
    'L2, L1: without its cluster it says so and keeps serving; a signal ends it, open streams included, within two seconds',
    async () => {
      const weir = start('--kubeconfig', kubeconfig(NOBODY), '--port', '0');
      await vi.waitFor(() => expect(weir.out()).toContain('Weir keeps trying'), patience);
      const base = /^Weir is at (http:\/\/127\.0\.0\.1:\d+)$/m.exec(weir.out())?.[1];
      expect(weir.out()).toContain(NOBODY);
      expect((await fetch(`${base}/api/readyz`)).status).toBe(503);
      const stream = await fetch(`${base}/api/stream`);
      expect(stream.status).toBe(200);
      const ended = stream.text();
      weir.process.kill('SIGTERM');
      // After two seconds it would be 1.
      expect(await weir.exit).toBe(0);
      expect(await ended).toContain('event: sources');
    },
    LIMIT_MS,
  );

  it(
    'L2: a credential that the cluster refuses is one line and exit code 1',
    async () => {
      const { createServer: createHttpServer } = await import('node:http');
      const api = createHttpServer((_request, response) => {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'Unauthorized', code: 401 }),
        );
      }).listen(0, '127.0.0.1');
      onTestFinished(() => {
        api.close();
      });
      await vi.waitFor(() => expect(api.address()).not.toBeNull());
      const address = api.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const weir = start('--kubeconfig', kubeconfig(`http://127.0.0.1:${port}`), '--port', '0');
      expect(await weir.exit).toBe(1);
      expect(weir.err()).toMatch(/^[^\n]*refuses the credential[^\n]*\n$/);
    },
    LIMIT_MS,
  );
});
