/** A setting that cannot be used. The message is one line that says what to do. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** One option of the command line; each is also `WEIR_<NAME>` and a key of the configuration file. */
export interface OptionDefinition {
  readonly name: string;
  /** What stands for the value in the help; undefined for a switch. */
  readonly value?: string;
  readonly help: string;
}

export const OPTIONS = [
  { name: 'kubeconfig', value: 'FILE', help: 'cluster to use (default: KUBECONFIG, ~/.kube/config, or the pod)' },
  { name: 'context', value: 'NAME', help: 'context of the kubeconfig (default: the current one)' },
  { name: 'namespaces', value: 'A,B', help: 'only these namespaces, for those who may not list all' },
  { name: 'host', value: 'ADDRESS', help: 'address to listen at (default: 127.0.0.1)' },
  { name: 'port', value: 'N', help: 'port to listen at; 0 takes a free one (default: 4480)' },
  { name: 'public-url', value: 'URL', help: 'where people reach Weir, when that is another address' },
  { name: 'auth', value: 'none', help: 'sign-in; none must be said to listen beyond this machine (default: none)' },
  { name: 'telemetry', value: 'KIND', help: 'auto, direct (read from the sidecars) or none (default: auto)' },
  { name: 'prometheus-url', value: 'URL', help: 'not in this version yet' },
  { name: 'read-only', help: 'show everything, change nothing' },
  { name: 'settle-ms', value: 'N', help: 'pause between new subsets and the routes to them (default: 2000)' },
  { name: 'log-level', value: 'LEVEL', help: 'fatal, error, warn, info, debug, trace or silent (default: info)' },
  { name: 'config', value: 'FILE', help: 'YAML file with these options, without the dashes' },
  { name: 'help', help: 'show this text' },
  { name: 'version', help: 'show the version' },
] as const satisfies readonly OptionDefinition[];

export type OptionName = (typeof OPTIONS)[number]['name'];

/** Texts by option, all from one origin. Switches are `true` or `false`. */
export type RawSettings = Readonly<Partial<Record<OptionName, string>>>;

const definitionOf = (name: string): OptionDefinition | undefined => OPTIONS.find((option) => option.name === name);

/** Reads `--name value`, `--name=value` and `--switch`. Throws a UsageError. */
export function readArguments(argv: readonly string[]): RawSettings {
  const settings: Partial<Record<OptionName, string>> = {};
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const [flag = '', inline] = splitOnce(argument);
    const option = flag.startsWith('--') ? definitionOf(flag.slice(2)) : undefined;
    if (option === undefined) throw new UsageError(`Unknown option ${argument}. See --help.`);
    if (option.value === undefined) {
      settings[option.name as OptionName] = inline ?? 'true';
      continue;
    }
    const value = inline ?? rest.shift();
    if (value === undefined || (inline === undefined && value.startsWith('--'))) {
      throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.value}.`);
    }
    settings[option.name as OptionName] = value;
  }
  return settings;
}

function splitOnce(argument: string): [string, string?] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** Reads WEIR_PORT and its like. Empty ones count as not set; names that are no option belong to somebody else. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): RawSettings {
  const entries = OPTIONS.map(({ name }) => [name, environment[environmentName(name)]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

export const environmentName = (name: string): string => `WEIR_${name.toUpperCase().replaceAll('-', '_')}`;

/** Reads the parsed configuration file. Throws a UsageError. */
export function readDocument(document: unknown, file: string): RawSettings {
  if (document === null || document === undefined) return {};
  if (typeof document !== 'object' || Array.isArray(document)) {
    throw new UsageError(`${file} holds no options. Write lines such as "port: 4480".`);
  }
  const entries = Object.entries(document).map(([name, value]: [string, unknown]) => {
    if (definitionOf(name) === undefined || name === 'config')
      throw new UsageError(`${file}: unknown option "${name}".`);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      return [name, value.join(',')] as const;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return [name, String(value)] as const;
    throw new UsageError(`${file}: "${name}" must be a text, a number or a switch.`);
  });
  return Object.fromEntries(entries);
}

/** The text of --help. */
export function helpText(): string {
  const left = ({ name, value }: OptionDefinition) => `--${name}${value === undefined ? '' : ` ${value}`}`;
  const width = Math.max(...OPTIONS.map((option) => left(option).length)) + 2;
  return [
    'Weir: a console for Istio service meshes',
    '',
    ...OPTIONS.map((option) => `  ${left(option).padEnd(width)}${option.help}`),
    '',
    'Each option is also an environment variable (WEIR_PORT …) and a line of the file of --config;',
    'the command line wins over the environment, and that over the file.',
    '',
  ].join('\n');
}
