import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { ROOT } from '../support/child-process.ts';

interface StartArguments {
  readonly demo: readonly string[] | undefined;
  readonly demoContext: string;
  readonly kubeconfig: string;
  readonly weir: readonly string[];
  readonly hasLogLevel: boolean;
  readonly onlyAsks: boolean;
}
type Environment = Readonly<Record<string, string>>;
/** scripts/ is plain JavaScript. */
const {
  splitArguments,
  usageError,
  demoHelp,
}: {
  readonly splitArguments: (
    argv: readonly string[],
    env: Environment,
    readFile: (path: string) => string,
  ) => StartArguments;
  readonly usageError: (args: StartArguments) => string | undefined;
  readonly demoHelp: () => string;
} = await import(pathToFileURL(join(ROOT, 'scripts/start-arguments.mjs')).href);

const FILES: Readonly<Record<string, string>> = {
  'port.yaml': 'port: 5000\nlog-level: info\n',
  'cluster.yaml': 'port: 5000\nkubeconfig: ~/.kube/config\n',
  'flow.yaml': '{ "port": 5000, "context": "prod" }',
};
const readFile = (path: string): string => {
  const text = FILES[path];
  if (text === undefined) throw new Error('ENOENT');
  return text;
};
const split = (line: string, env: Environment = {}): StartArguments =>
  splitArguments(line === '' ? [] : line.split(' '), env, readFile);
const KUBECONFIG = ['--kubeconfig', '.weir/demo.kubeconfig'];

test.describe('L2: what npm start is told', () => {
  const demos: readonly (readonly [line: string, env: Environment, demo: readonly string[], weir: string])[] = [
    ['', {}, KUBECONFIG, ''],
    ['--port 0 --read-only', {}, KUBECONFIG, '--port 0 --read-only'],
    ['--demo-services 1000 --port 1', {}, [...KUBECONFIG, '--services', '1000'], '--port 1'],
    ['--demo-services=7 --demo-seed=8', {}, [...KUBECONFIG, '--services', '7', '--seed', '8'], ''],
    ['--demo-without-istio', {}, [...KUBECONFIG, '--without-istio'], ''],
    ['--demo-kubeconfig a', {}, ['--kubeconfig', 'a'], ''],
    [
      '',
      { WEIR_DEMO_SERVICES: '9', WEIR_DEMO_WITHOUT_ISTIO: 'true' },
      [...KUBECONFIG, '--services', '9', '--without-istio'],
      '',
    ],
    ['--demo-services 1', { WEIR_DEMO_SERVICES: '9' }, [...KUBECONFIG, '--services', '1'], ''],
    ['', { WEIR_KUBECONFIG: '', WEIR_CONTEXT: '', WEIR_DEMO_SEED: '' }, KUBECONFIG, ''],
    ['--config port.yaml', {}, KUBECONFIG, '--config port.yaml'],
  ];
  for (const [line, env, demo, weir] of demos) {
    test(`a demo cluster for "${line}" ${JSON.stringify(env)}`, () => {
      const args = split(line, env);
      expect(usageError(args)).toBeUndefined();
      expect([args.demo, args.weir.join(' ')]).toEqual([demo, weir]);
    });
  }

  const others: readonly (readonly [line: string, env: Environment])[] = [
    ['--kubeconfig FILE', {}],
    ['--kubeconfig=FILE', {}],
    ['--context prod', {}],
    ['', { WEIR_KUBECONFIG: 'FILE' }],
    ['', { WEIR_CONTEXT: 'prod' }],
    ['--config cluster.yaml', {}],
    ['--config=flow.yaml', {}],
    ['', { WEIR_CONFIG: 'cluster.yaml' }],
    ['--config missing.yaml', {}],
  ];
  for (const [line, env] of others) {
    test(`another cluster for "${line}" ${JSON.stringify(env)}`, () => {
      expect(split(line, env).demo).toBeUndefined();
      expect(usageError(split(line, { ...env, WEIR_DEMO_SERVICES: '5' }))).toBeUndefined();
      expect(usageError(split(`${line} --demo-services 5`.trim(), env))).toMatch(
        /^--demo-services: options of the demo/,
      );
      expect(usageError(split(`${line} --demo-context demo`.trim(), env))).toMatch(
        /^--demo-context: options of the demo/,
      );
    });
  }

  test('values that are none', () => {
    for (const [line, words] of [
      ['--demo-services many', '--demo-services takes a whole number, not "many".'],
      ['--demo-seed=-1', '--demo-seed takes a whole number, not "-1".'],
      ['--demo-port', '--demo-port needs a value: --demo-port N.'],
      ['--demo-context=', '--demo-context needs a value: --demo-context NAME.'],
      ['--demo-without-istio=maybe', '--demo-without-istio is a switch: leave "maybe" out.'],
    ] as const)
      expect(usageError(split(line))).toBe(words);
  });

  test('a log level of the person’s own is not overruled', () => {
    expect(split('').hasLogLevel).toBe(false);
    expect(split('--log-level debug').hasLogLevel).toBe(true);
    expect(split('--log-level=debug').hasLogLevel).toBe(true);
    expect(split('', { WEIR_LOG_LEVEL: 'info' }).hasLogLevel).toBe(true);
    expect(split('--config port.yaml').hasLogLevel).toBe(true);
  });

  test('questions are answered without a cluster, and the help knows every option of the demo', () => {
    expect(['--help', '--version', '--port 1 --help', ''].map((line) => split(line).onlyAsks)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const named = [...demoHelp().matchAll(/^ {2}(--demo-[a-z-]+)/gm)].map(([, option]) => option);
    expect(named).toEqual(expect.arrayContaining(['--demo-services', '--demo-seed', '--demo-kubeconfig']));
  });
});
