import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const KUBECTL = 'kubectl';
const TIMEOUT_MS = 30_000;

/** Why tests with kubectl cannot run here, or undefined when they can. */
export function kubectlMissing(): string | undefined {
  try {
    execFileSync(KUBECTL, ['version', '--client'], { stdio: 'pipe', timeout: TIMEOUT_MS });
    return undefined;
  } catch {
    // It is not there, or is no kubectl: either way there is nothing to test with.
    return 'there is no kubectl on PATH';
  }
}

/** Runs kubectl as a person would; its cache goes into the folder. Rejects with what it complained about. */
export async function kubectl(kubeconfig: string, folder: string, ...args: readonly string[]): Promise<string> {
  const own = ['--kubeconfig', kubeconfig, '--cache-dir', `${folder}/kubectl-cache`];
  const { stdout } = await run(KUBECTL, [...own, ...args], { timeout: TIMEOUT_MS });
  return stdout;
}
