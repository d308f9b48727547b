import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { createDirectTelemetry } from './adapters/envoy-stats/index.ts';
import { createKubeCluster, type KubeCluster, KubeconfigError } from './adapters/kube/index.ts';
import { createSystemClock } from './adapters/system-clock/system-clock.ts';
import { createNoTelemetry } from './adapters/telemetry-none/telemetry-none.ts';
import { buildApp } from './app.ts';
import { type Config, loadConfig } from './config.ts';
import { UsageError } from './config-options.ts';
import { messageOf } from './errors.ts';
import type { Clock } from './ports/clock.ts';
import { ClusterError } from './ports/cluster-writer.ts';
import type { TelemetrySource } from './ports/telemetry-source.ts';

/*
 * The process:
 * 1. settings and kubeconfig; what is wrong with them ends it with one line;
 * 2. listen; 3. start the sources. A cluster that cannot be reached does not end it: it says so, answers 503 at
 *    /api/readyz, and goes on trying. A credential that the cluster refuses at the start does: only a person can mend it;
 * 4. a signal ends the streams and closes everything within two seconds.
 */

const EXIT_USAGE = 2;
const EXIT_FAILURE = 1;
const CLOSE_WITHIN_MS = 2000;
/** Beside this file in sources and in the build. */
const PAGE = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Ends the process with one line. */
class Fatal extends Error {}

interface Running {
  readonly app: FastifyInstance;
  readonly kube: KubeCluster;
  readonly telemetry: TelemetrySource;
}

async function main(): Promise<void> {
  const command = loadConfig();
  if (command.kind === 'print') {
    process.stdout.write(command.text);
    return;
  }
  const { config } = command;
  // Standard output is for people; the log is not.
  const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }));
  const clock = createSystemClock();
  const kube = createKubeCluster({
    ...(config.kubeconfig === undefined ? {} : { kubeconfigPath: config.kubeconfig }),
    ...(config.context === undefined ? {} : { context: config.context }),
    ...(config.namespaces === undefined ? {} : { namespaces: config.namespaces }),
    clock,
    random: Math.random,
    logger: log,
  });
  const running = await start(config, kube, clock, log);
  closeOnSignal(running, log);
  await checkCredential(running, config);
}

async function start(config: Config, kube: KubeCluster, clock: Clock, log: Logger): Promise<Running> {
  const telemetry =
    config.telemetry === 'none'
      ? createNoTelemetry({ clock })
      : createDirectTelemetry({ podHttp: kube.podHttp, snapshot: kube.source.snapshot, clock, logger: log });
  const app = await buildApp({
    cluster: kube.source,
    writer: kube.writer,
    access: kube.access,
    telemetry,
    clock,
    logger: log,
    settings: {
      readOnly: config.readOnly,
      settleTimeMs: config.settleTimeMs,
      port: config.port,
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
      ...(existsSync(PAGE) ? { staticDirectory: PAGE } : {}),
    },
  });
  await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
    throw new Fatal(listenFailure(error, config));
  });
  kube.source.start();
  telemetry.start();
  say(`Weir is at ${addressOf(app, config)}`);
  return { app, kube, telemetry };
}

function listenFailure(error: unknown, { host, port }: Config): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is in use. End the other program, or choose a port with --port.`;
  if (code === 'EACCES') return `Port ${port} may not be used by you. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Choose one with --host.`;
  return `Weir cannot listen at ${host}:${port}: ${messageOf(error)}`;
}

function addressOf(app: FastifyInstance, { publicUrl }: Config): string {
  if (publicUrl !== undefined) return publicUrl.origin;
  const address = app.server.address();
  if (address === null || typeof address === 'string') return String(address);
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

/** Says once how the cluster is at the start. */
async function checkCredential({ kube }: Running, { kubeconfig }: Config): Promise<void> {
  try {
    await kube.access.whoAmI();
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const { server } = kube.source.info();
    if (error.kind === 'unauthenticated') {
      const where = kubeconfig === undefined ? 'the kubeconfig' : kubeconfig;
      throw new Fatal(
        `The cluster at ${server} refuses the credential: ${error.message} Renew it in ${where}, then start again.`,
      );
    }
    if (error.kind !== 'unreachable') return;
    say(`The cluster at ${server} cannot be reached: ${error.message} Weir keeps trying.`);
  }
}

function closeOnSignal(running: Running, log: Logger): void {
  let closing = false;
  const close = () => {
    // Whoever asks twice does not want to wait.
    if (closing) process.exit(EXIT_FAILURE);
    closing = true;
    setTimeout(() => process.exit(EXIT_FAILURE), CLOSE_WITHIN_MS).unref();
    stop(running).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'closing failed');
        process.exit(EXIT_FAILURE);
      },
    );
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
}

async function stop({ app, kube, telemetry }: Running): Promise<void> {
  await app.close();
  await telemetry.stop();
  await kube.source.stop();
  await kube.close();
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

main().catch((error: unknown) => {
  const foreseen = error instanceof UsageError || error instanceof KubeconfigError || error instanceof Fatal;
  process.stderr.write(
    `${foreseen ? error.message : `Weir failed: ${error instanceof Error ? error.stack : String(error)}`}\n`,
  );
  process.exit(error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE);
});
