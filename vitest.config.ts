import { defineConfig } from 'vitest/config';

/** Unit and integration tests. Packages are read from their sources, so no build comes before a test. */
const conditions = ['@weir/source', 'import', 'module', 'default'];
/** What Node itself resolves (`require` included) gets only ours: more would hand ES modules to `require`. */
const nodeConditions = ['@weir/source'];
const project = (name: string, root: string, environment: 'node' | 'jsdom' = 'node') => ({
  root,
  resolve: { conditions },
  ssr: { resolve: { conditions: nodeConditions } },
  test: { name, environment, include: ['src/**/*.test.ts', 'src/**/*.test.tsx'] },
});

export default defineConfig({
  test: {
    projects: [
      project('shared', 'packages/shared'),
      project('mesh', 'packages/mesh'),
      project('demo-cluster', 'packages/demo-cluster'),
      project('api', 'apps/api'),
      project('web', 'apps/web', 'jsdom'),
    ],
  },
});
