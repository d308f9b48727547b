import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parse } from 'yaml';
import {
  environmentName,
  helpText,
  type OptionName,
  type RawSettings,
  readArguments,
  readDocument,
  readEnvironment,
  UsageError,
} from './config-options.ts';
import { messageOf } from './errors.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that can be set, checked. */
export interface Config {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Undefined: all. */
  readonly namespaces?: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: URL;
  readonly telemetry: 'direct' | 'none';
  readonly readOnly: boolean;
  readonly settleTimeMs: number;
  readonly logLevel: LogLevel;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'print'; readonly text: string };

export interface ConfigInput {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
}

/** The process's own: nothing else in the API reads argv or the environment. */
const processInput = (): ConfigInput => ({
  argv: process.argv.slice(2),
  environment: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
});

const VERSION = '0.1.0';

/** Reads the settings: the command line wins over the environment, and that over the file. Throws a UsageError. */
export function loadConfig(input: ConfigInput = processInput()): Command {
  const fromArguments = readArguments(input.argv);
  const fromEnvironment = readEnvironment(input.environment);
  if (isOn(fromArguments, 'help')) return { kind: 'print', text: helpText() };
  if (isOn(fromArguments, 'version')) return { kind: 'print', text: `${VERSION}\n` };
  const file = fromArguments.config ?? fromEnvironment.config;
  const fromFile = file === undefined ? {} : readDocument(parseFile(file, input.readFile), file);
  return { kind: 'run', config: checked({ ...fromFile, ...fromEnvironment, ...fromArguments }) };
}

function parseFile(file: string, readFile: ConfigInput['readFile']): unknown {
  try {
    return parse(readFile(file));
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new UsageError(`The configuration file ${file} cannot be read: ${reason}`);
  }
}

function checked(raw: RawSettings): Config {
  const host = raw.host ?? '127.0.0.1';
  assertSignIn(raw, host);
  assertNoPrometheus(raw);
  const namespaces = raw.namespaces
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    ...(raw.kubeconfig === undefined ? {} : { kubeconfig: raw.kubeconfig }),
    ...(raw.context === undefined ? {} : { context: raw.context }),
    ...(namespaces === undefined || namespaces.length === 0 ? {} : { namespaces }),
    host,
    port: wholeNumber(raw, 'port', 4480, 65_535),
    ...(raw['public-url'] === undefined ? {} : { publicUrl: publicUrlOf(raw['public-url']) }),
    telemetry: oneOf(raw, 'telemetry', ['auto', 'direct', 'none'], 'auto') === 'none' ? 'none' : 'direct',
    readOnly: isOn(raw, 'read-only'),
    settleTimeMs: wholeNumber(raw, 'settle-ms', 2000, 60_000),
    logLevel: oneOf(raw, 'log-level', LOG_LEVELS, 'info'),
  };
}

/** Without a sign-in everybody who reaches Weir acts as its own user: beyond this machine only when that is said (S1). */
function assertSignIn(raw: RawSettings, host: string): void {
  if (raw.auth !== undefined && raw.auth !== 'none') {
    throw new UsageError(`${named('auth')} "${raw.auth}" is not in this version yet; it knows none.`);
  }
  const loopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (loopback || raw.auth === 'none') return;
  throw new UsageError(
    `At ${host} everybody on the network would act with your rights, as Weir has no sign-in yet. Say --auth none if that is meant, or leave --host out.`,
  );
}

function assertNoPrometheus(raw: RawSettings): void {
  if (raw.telemetry !== 'prometheus' && raw['prometheus-url'] === undefined) return;
  throw new UsageError(
    'Prometheus is not in this version yet. Use --telemetry direct, which reads the sidecars themselves.',
  );
}

function publicUrlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.pathname === '/') return url;
  throw new UsageError(
    `${named('public-url')} "${text}" is no address. Write it as https://weir.example.com, without a path.`,
  );
}

function wholeNumber(raw: RawSettings, name: OptionName, fallback: number, largest: number): number {
  const text = raw[name];
  if (text === undefined) return fallback;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= largest) return number;
  throw new UsageError(`${named(name)} must be a whole number from 0 to ${largest}, not "${text}".`);
}

function oneOf<T extends string>(raw: RawSettings, name: OptionName, allowed: readonly T[], fallback: T): T {
  const text = raw[name];
  if (text === undefined) return fallback;
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new UsageError(`${named(name)} must be one of ${allowed.join(', ')}, not "${text}".`);
}

function isOn(raw: RawSettings, name: OptionName): boolean {
  return oneOf(raw, name, ['true', 'false'], 'false') === 'true';
}

/** The value may come from any of the three places. */
const named = (name: string): string => `--${name} (or ${environmentName(name)})`;
