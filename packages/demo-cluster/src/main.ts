import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startDemoCluster } from './demo-cluster.ts';
import { readObjects } from './read-objects.ts';

const USAGE = `Usage: main.js [options]
  --port N           port on 127.0.0.1 (any free one)
  --kubeconfig FILE  where to write the kubeconfig (demo.kubeconfig)
  --services N       synthetic services besides the fixed applications (0)
  --seed N           the same seed gives the same cluster (1)
  --objects FILE     YAML documents with more objects, taken as they are: also what admission would refuse
  --without-istio    a cluster without Istio; SIGUSR2 brings its kinds, as an installation of istio-base does
  --help             this text
`;

/** A wrong use of the command line. */
class UsageError extends Error {}

interface Arguments {
  readonly port: number;
  readonly kubeconfig: string;
  readonly services: number;
  readonly seed: number;
  readonly istio: boolean;
  /** File of further objects. */
  readonly objects: string | undefined;
}

function readArguments(argv: readonly string[]): Arguments | 'help' {
  const text = { type: 'string' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    const flag = { type: 'boolean' } as const;
    const options = {
      port: text,
      kubeconfig: text,
      services: text,
      seed: text,
      objects: text,
      'without-istio': flag,
      help: flag,
    };
    values = parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
  if (values.help === true) return 'help';
  const number = (name: string, fallback: number, most: number): number => {
    const given = values[name];
    if (given === undefined) return fallback;
    const value = Number(given);
    if (Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw new UsageError(`--${name} must be a whole number from 0 to ${most}, not ${String(given)}`);
  };
  return {
    port: number('port', 0, 65_535),
    kubeconfig: typeof values.kubeconfig === 'string' ? values.kubeconfig : 'demo.kubeconfig',
    services: number('services', 0, 5_000),
    seed: number('seed', 1, 2 ** 32 - 1),
    istio: values['without-istio'] !== true,
    objects: typeof values.objects === 'string' ? values.objects : undefined,
  };
}

/** Writes a file that only its owner may read, whole or not at all. */
async function writeSecret(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const extra = given.objects === undefined ? [] : readObjects(await readFile(given.objects, 'utf8'), given.objects);
  const cluster = await startDemoCluster(given);
  for (const object of extra) cluster.store.create(object, { manager: 'kubectl-create' });
  await writeSecret(given.kubeconfig, cluster.kubeconfig());
  process.stdout.write(`Demo cluster is at ${cluster.url}\nKubeconfig: ${given.kubeconfig}\n`);
  if (!given.istio) process.on('SIGUSR2', () => cluster.installIstioKinds());
  const end = (): void => {
    Promise.all([cluster.close(), rm(given.kubeconfig, { force: true })]).then(() => process.exit(0), fail);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function fail(cause: unknown): void {
  const usage = cause instanceof UsageError;
  const why = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(usage ? `${why}\n${USAGE}` : `The demo cluster could not start: ${why}\n`);
  process.exit(usage ? 2 : 1);
}

main().catch(fail);
