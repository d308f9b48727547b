import { describe, expect, it } from 'vitest';
import { type Config, loadConfig } from './config.ts';
import { OPTIONS, UsageError } from './config-options.ts';

const load = (argv: readonly string[], environment: Record<string, string> = {}, file = '') =>
  loadConfig({
    argv,
    environment,
    readFile: (path) => {
      if (path === 'missing.yaml') throw new Error("ENOENT: no such file or directory, open 'missing.yaml'");
      return file;
    },
  });

function configOf(...input: Parameters<typeof load>): Config {
  const command = load(...input);
  if (command.kind !== 'run') throw new Error('expected settings');
  return command.config;
}

describe('L2: settings', () => {
  it('L2: has defaults for everything but the cluster, which the kubeconfig names', () => {
    expect(configOf([])).toEqual({
      host: '127.0.0.1',
      port: 4480,
      telemetry: 'direct',
      readOnly: false,
      settleTimeMs: 2000,
      logLevel: 'info',
    });
  });

  it('L2: the command line wins over the environment, and that over the file', () => {
    const file = 'port: 1\nhost: 127.0.0.3\ncontext: from-file\nread-only: true\nnamespaces: [a, b]\n';
    const config = configOf(
      ['--config', 'weir.yaml', '--port', '3'],
      { WEIR_PORT: '2', WEIR_CONTEXT: 'from-environment', WEIR_HOST: '' },
      file,
    );
    expect(config).toMatchObject({ port: 3, context: 'from-environment', host: '127.0.0.3', readOnly: true });
    expect(config.namespaces).toEqual(['a', 'b']);
  });

  it('L2: reads a value after = as well as after a space', () => {
    const config = configOf(['--settle-ms=0', '--public-url=https://weir.example.com', '--namespaces', ' a , b,']);
    expect(config.settleTimeMs).toBe(0);
    expect(config.publicUrl?.host).toBe('weir.example.com');
    expect(config.namespaces).toEqual(['a', 'b']);
  });

  it('L2: a switch of the environment can be switched off on the command line', () => {
    expect(configOf(['--read-only=false'], { WEIR_READ_ONLY: 'true' }).readOnly).toBe(false);
  });

  it.each([
    [['--prot', '1'], 'Unknown option --prot'],
    [['serve'], 'Unknown option serve'],
    [['--port'], '--port needs a value'],
    [['--port', '--read-only'], '--port needs a value'],
    [['--port', 'http'], 'whole number from 0 to 65535'],
    [['--port', '70000'], 'whole number from 0 to 65535'],
    [['--port', '-1'], 'whole number'],
    [['--settle-ms', '1.5'], 'whole number'],
    [['--read-only=maybe'], 'one of true, false'],
    [['--log-level', 'loud'], 'one of fatal'],
    [['--telemetry', 'graphite'], 'one of auto, direct, none'],
    [['--telemetry', 'prometheus'], 'not in this version yet'],
    [['--prometheus-url', 'http://p:9090'], 'not in this version yet'],
    [['--auth', 'openid'], 'not in this version yet'],
    [['--public-url', 'weir.example.com'], 'is no address'],
    [['--public-url', 'https://example.com/weir'], 'without a path'],
    [['--config', 'missing.yaml'], 'missing.yaml cannot be read: ENOENT'],
  ])('L2: %j is one clear line', (argv, words) => {
    const attempt = () => load(argv);
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(words);
    expect(attempt).not.toThrow('\n');
  });

  it.each([
    ['prot: 1', 'unknown option "prot"'],
    ['config: other.yaml', 'unknown option "config"'],
    ['port: {a: 1}', '"port" must be'],
    ['- port', 'holds no options'],
    ['port: [', 'cannot be read'],
  ])('L2: the file %j is one clear line', (file, words) => {
    expect(() => load(['--config', 'weir.yaml'], {}, file)).toThrow(words);
  });

  it('S1: listens beyond this machine only when no sign-in is said to be meant', () => {
    expect(() => load(['--host', '0.0.0.0'])).toThrow('--auth none');
    expect(configOf(['--host', '0.0.0.0', '--auth', 'none']).host).toBe('0.0.0.0');
    for (const host of ['localhost', '127.0.0.2', '::1']) expect(configOf(['--host', host]).host).toBe(host);
  });

  it('L2: --help names every option, and --version the version', () => {
    const help = load(['--help', '--port', '1']);
    if (help.kind !== 'print') throw new Error('expected a text');
    for (const { name } of OPTIONS) expect(help.text).toContain(`--${name}`);
    expect(load(['--version'])).toEqual({ kind: 'print', text: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
