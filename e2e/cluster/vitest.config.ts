import { defineConfig } from 'vitest/config';

/** Against a real cluster that KUBECONFIG names. One file after the other: they share its namespaces. */
export default defineConfig({
  root: import.meta.dirname,
  test: { include: ['*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
