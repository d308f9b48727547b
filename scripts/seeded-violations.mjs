/**
 * For every rule of .dependency-cruiser.cjs: a folder in which it holds, and imports that it forbids there. Packages and files of
 * the workspace are found in different ways, so a rule that names both has both.
 */
export const VIOLATIONS = [
  { rule: 'no-cycles', folder: 'packages/shared/src', imports: ['./seeded-violation-no-cycles.ts'] },
  {
    rule: 'resolvable',
    folder: 'packages/shared/src',
    imports: ['./there-is-no-such-file.ts', 'there-is-no-such-package'],
  },
  {
    rule: 'shared-is-the-contract',
    folder: 'packages/shared/src',
    imports: ['../../mesh/src/index.ts', '../../../apps/api/src/index.ts'],
  },
  {
    rule: 'mesh-is-pure',
    folder: 'packages/mesh/src',
    imports: ['../../demo-cluster/src/index.ts', '../../../apps/api/src/index.ts'],
  },
  { rule: 'mesh-has-no-io', folder: 'packages/mesh/src', imports: ['node:fs', 'crypto'] },
  {
    rule: 'demo-cluster-is-a-server',
    folder: 'packages/demo-cluster/src',
    imports: ['../../../apps/api/src/index.ts'],
  },
  { rule: 'api-knows-no-demo', folder: 'apps/api/src', imports: ['@weir/demo-cluster'] },
  {
    rule: 'services-speak-ports',
    folder: 'apps/api/src/services',
    imports: ['fastify', '@kubernetes/client-node', 'undici', '../adapters/kube/index.ts', '../app.ts'],
  },
  { rule: 'ports-are-interfaces', folder: 'apps/api/src/ports', imports: ['../services/graph-service.ts'] },
  { rule: 'routes-call-services', folder: 'apps/api/src/routes', imports: ['../adapters/kube/index.ts'] },
  {
    rule: 'adapters-know-ports-only',
    folder: 'apps/api/src/adapters/kube',
    imports: ['../../services/graph-service.ts', '../../app.ts'],
  },
  { rule: 'adapters-are-strangers', folder: 'apps/api/src/adapters/kube', imports: ['../envoy-stats/index.ts'] },
  { rule: 'only-app-names-adapters', folder: 'apps/api/src/http', imports: ['../adapters/kube/index.ts'] },
  { rule: 'client-node-stays-in-its-adapter', folder: 'apps/api/src', imports: ['@kubernetes/client-node'] },
  { rule: 'web-speaks-the-contract', folder: 'apps/web/src/lib', imports: ['../../../../packages/mesh/src/index.ts'] },
  { rule: 'features-are-strangers', folder: 'apps/web/src/features/graph', imports: ['../routing/model/shares.ts'] },
  { rule: 'features-below-app', folder: 'apps/web/src/features/graph', imports: ['../../app/app.tsx'] },
  { rule: 'ui-knows-no-feature', folder: 'apps/web/src/ui', imports: ['../features/routing/model/shares.ts'] },
  {
    rule: 'model-and-layout-are-pure',
    folder: 'apps/web/src/features/graph/model',
    imports: ['react', 'react-dom', 'radix-ui', 'lucide-react', '@tanstack/react-query', '../../../ui/button.tsx'],
  },
  { rule: 'no-tests-in-source', folder: 'packages/shared/src', imports: ['./graph-delta.test.ts'] },
];
