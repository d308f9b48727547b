import { readFileSync } from 'node:fs';

/**
 * Options of the demo cluster: what its own command calls them (nothing for what only `npm start` needs) and what stands for the value
 * in the help (nothing for a switch). Everything else is Weir's own.
 */
const DEMO_OPTIONS = new Map([
  [
    '--demo-services',
    { name: '--services', value: 'N', help: 'synthetic services besides the fixed applications (0)' },
  ],
  ['--demo-seed', { name: '--seed', value: 'N', help: 'the same seed gives the same cluster (1)' }],
  ['--demo-port', { name: '--port', value: 'N', help: 'port of its API server (any free one)' }],
  [
    '--demo-kubeconfig',
    { name: '--kubeconfig', value: 'FILE', help: 'where its kubeconfig goes (.weir/demo.kubeconfig)' },
  ],
  ['--demo-context', { value: 'NAME', help: 'as whom Weir acts: demo, demo-editor, demo-viewer (demo)' }],
  ['--demo-without-istio', { name: '--without-istio', help: 'a cluster that Istio was never installed in' }],
]);
const KUBECONFIG = '.weir/demo.kubeconfig';
/** Any of these names a cluster, so there is none to be made. */
const OTHER_CLUSTER = ['kubeconfig', 'context'];
const ASKS = ['--help', '-h', '--version'];
const NAMES_CLUSTER = /(?:^|[{,\s])["']?(?:kubeconfig|context)["']?\s*:/m;

const variableOf = (option) => `WEIR_${option.replace(/^--/, '').toUpperCase().replaceAll('-', '_')}`;
/** Empty ones count as not set, as in Weir itself. */
const fromEnvironment = (env, option) => (env[variableOf(option)] === '' ? undefined : env[variableOf(option)]);

/** Whether the configuration file names a cluster. One that cannot be read is left to Weir, which says so. */
function fileNamesCluster(file, readFile) {
  try {
    return NAMES_CLUSTER.test(readFile(file));
  } catch {
    // Weir reads it again, and its complaint is the better one.
    return true;
  }
}

/**
 * Splits `--name value` and `--name=value` between the demo cluster and Weir. Each option of the demo is an environment variable
 * too (WEIR_DEMO_SERVICES …). `demo` is undefined when another cluster is named.
 */
export function splitArguments(argv, env, readFile = (file) => readFileSync(file, 'utf8')) {
  const asked = new Map();
  const weir = [];
  for (let index = 0; index < argv.length; index += 1) {
    const [name, inline] = argv[index].split(/=(.*)/s, 2);
    const option = DEMO_OPTIONS.get(name);
    if (option === undefined) weir.push(argv[index]);
    else asked.set(name, inline ?? (option.value === undefined ? 'true' : (argv[++index] ?? '')));
  }
  const values = new Map(
    [...DEMO_OPTIONS.keys()]
      .map((name) => [name, asked.get(name) ?? fromEnvironment(env, name)])
      .filter(([, value]) => value !== undefined),
  );
  return {
    demo: namesCluster(weir, env, readFile) ? undefined : demoArguments(values),
    demoAsked: [...asked.keys()],
    demoContext: values.get('--demo-context') ?? 'demo',
    kubeconfig: values.get('--demo-kubeconfig') ?? KUBECONFIG,
    problem: valueProblem(values),
    weir,
    // A file may name one: then it is not overruled.
    hasLogLevel: ['log-level', 'config'].some((name) => settingOf(weir, env, name) !== undefined),
    onlyAsks: weir.some((argument) => ASKS.includes(argument.split('=')[0])),
  };
}

/** The value of one of Weir's options; '' for one that has none. */
function optionValue(weir, option) {
  const index = weir.findIndex((argument) => argument === option || argument.startsWith(`${option}=`));
  if (index < 0) return undefined;
  return weir[index] === option ? (weir[index + 1] ?? '') : weir[index].slice(option.length + 1);
}

const settingOf = (weir, env, name) => optionValue(weir, `--${name}`) ?? fromEnvironment(env, name);

function namesCluster(weir, env, readFile) {
  if (OTHER_CLUSTER.some((name) => settingOf(weir, env, name) !== undefined)) return true;
  const file = settingOf(weir, env, 'config');
  return file !== undefined && fileNamesCluster(file, readFile);
}

function demoArguments(values) {
  const all = new Map([['--demo-kubeconfig', KUBECONFIG], ...values]);
  return [...all].flatMap(([option, given]) => {
    const { name, value } = DEMO_OPTIONS.get(option);
    if (name === undefined || (value === undefined && given !== 'true')) return [];
    return value === undefined ? [name] : [name, given];
  });
}

function valueProblem(values) {
  for (const [option, given] of values) {
    const { value } = DEMO_OPTIONS.get(option);
    if (value === undefined && given !== 'true' && given !== 'false')
      return `${option} is a switch: leave "${given}" out.`;
    if (given === '') return `${option} needs a value: ${option} ${value}.`;
    if (value === 'N' && !/^\d{1,9}$/.test(given)) return `${option} takes a whole number, not "${given}".`;
  }
  return undefined;
}

/** One line when the arguments contradict each other, else undefined. */
export function usageError({ demo, demoAsked, problem }) {
  if (demo === undefined && demoAsked.length > 0)
    return `${demoAsked.join(', ')}: options of the demo cluster make no sense together with another cluster (--kubeconfig, --context): leave one of them out.`;
  return demo === undefined ? undefined : problem;
}

/** What `--help` says besides Weir's own options. */
export function demoHelp() {
  const left = ([option, { value }]) => (value === undefined ? option : `${option} ${value}`);
  const lines = [...DEMO_OPTIONS].map((entry) => `  ${left(entry).padEnd(25)}${entry[1].help}\n`);
  return `\nWithout another cluster (--kubeconfig, --context), npm start makes a demo cluster:\n\n${lines.join('')}`;
}
