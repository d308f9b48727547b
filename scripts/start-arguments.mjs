/** Options that belong to the demo cluster; everything else is Weir's own. */
const DEMO_OPTIONS = new Map([
  ['--demo-services', '--services'],
  ['--demo-seed', '--seed'],
  ['--demo-port', '--port'],
]);
const OTHER_CLUSTER = ['--kubeconfig', '--context', '--in-cluster', '--config'];
const ASKS = ['--help', '-h', '--version'];

/** Splits `--name value` and `--name=value` between the demo cluster and Weir. `demo` is undefined when another cluster is named. */
export function splitArguments(argv, env) {
  const demo = [];
  const weir = [];
  let demoContext = env.WEIR_DEMO_CONTEXT ?? 'demo';
  for (let index = 0; index < argv.length; index += 1) {
    const [name, inline] = argv[index].split(/=(.*)/s, 2);
    if (name === '--demo-context') {
      demoContext = inline ?? argv[++index];
      continue;
    }
    const renamed = DEMO_OPTIONS.get(name);
    if (renamed === undefined) weir.push(argv[index]);
    else demo.push(renamed, inline ?? argv[++index] ?? '');
  }
  for (const [variable, option] of [
    ['WEIR_DEMO_SERVICES', '--services'],
    ['WEIR_DEMO_SEED', '--seed'],
  ]) {
    if (env[variable] !== undefined && !demo.includes(option)) demo.push(option, env[variable]);
  }
  const names = weir.map((argument) => argument.split('=')[0]);
  const other = names.some((name) => OTHER_CLUSTER.includes(name)) || env.WEIR_KUBECONFIG !== undefined;
  return {
    demo: other ? undefined : demo,
    demoAsked: demo.length > 0,
    demoContext,
    weir,
    onlyAsks: names.some((name) => ASKS.includes(name)),
  };
}

/** One line when the arguments contradict each other, else undefined. */
export function usageError({ demo, demoAsked }) {
  if (demo === undefined && demoAsked)
    return 'Options of the demo cluster (--demo-…) make no sense together with another cluster (--kubeconfig, --context): leave one of them out.';
  for (const [index, value] of (demo ?? []).entries()) {
    if (index % 2 === 1 && !/^\d+$/.test(value))
      return `${demo[index - 1].replace('--', '--demo-')} takes a whole number, not "${value}".`;
  }
  return undefined;
}
