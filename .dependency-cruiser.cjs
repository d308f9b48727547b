/** Who may import whom inside the workspace (ARCHITECTURE.md). A boundary that no tool checks does not exist. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { path: from }, to });
const TEST = '\\.test\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle hides who depends on whom.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that does not resolve.',
      from: {},
      to: { couldNotResolve: true },
    },
    rule('shared-is-the-contract', 'shared imports no other package.', '^packages/shared/src', {
      path: '^(apps|e2e|packages/(?!shared))',
    }),
    rule('mesh-is-pure', 'mesh imports only shared.', '^packages/mesh/src', {
      path: '^(apps|e2e|packages/(?!mesh|shared))',
    }),
    rule('mesh-has-no-io', 'The domain sees no clock, network or file.', '^packages/(mesh|shared)/src', {
      dependencyTypes: ['core'],
    }),
    rule('demo-cluster-is-a-server', 'The demo cluster imports only mesh and shared.', '^packages/demo-cluster/src', {
      path: '^(apps|e2e)',
    }),
    {
      name: 'api-knows-no-demo',
      severity: 'error',
      comment: 'The api never knows whether its cluster is the demo one; only its tests start it.',
      from: { path: '^apps/api/src', pathNot: TEST },
      to: { path: '^packages/demo-cluster|demo-cluster' },
    },
    rule('services-speak-ports', 'Use cases know no Fastify, client-node or adapter.', '^apps/api/src/services', {
      path: '^apps/api/src/(adapters|routes|app|server)|node_modules/(fastify|@fastify|@kubernetes|undici)',
    }),
    rule('ports-are-interfaces', 'Ports name no implementation.', '^apps/api/src/ports', {
      path: '^apps/api/src/(?!ports)',
    }),
    rule('routes-call-services', 'Routes never name adapters.', '^apps/api/src/routes', {
      path: '^apps/api/src/adapters',
    }),
    rule('adapters-know-ports-only', 'Adapters implement ports.', '^apps/api/src/adapters', {
      path: '^apps/api/src/(services|routes|app|server)',
    }),
    rule('adapters-are-strangers', 'Adapters never import each other.', '^apps/api/src/adapters/([^/]+)/', {
      path: '^apps/api/src/adapters/',
      pathNot: '^apps/api/src/adapters/$1/',
    }),
    {
      name: 'only-app-names-adapters',
      severity: 'error',
      comment: 'Composition happens in one place.',
      from: { path: '^apps/api/src', pathNot: `^apps/api/src/(app|server|adapters/)|${TEST}` },
      to: { path: '^apps/api/src/adapters' },
    },
    {
      name: 'client-node-stays-in-its-adapter',
      severity: 'error',
      comment: '@kubernetes/client-node is replaceable because one folder knows it.',
      from: { pathNot: '^apps/api/src/adapters/kube' },
      to: { path: 'node_modules/@kubernetes/client-node' },
    },
    rule('web-speaks-the-contract', 'The browser knows only the contract.', '^apps/web/src', {
      path: '^(apps/api|e2e|packages/(?!shared))',
    }),
    rule('features-are-strangers', 'No feature imports another.', '^apps/web/src/features/([^/]+)/', {
      path: '^apps/web/src/features/',
      pathNot: '^apps/web/src/features/$1/',
    }),
    rule('features-below-app', 'app composes features.', '^apps/web/src/features', { path: '^apps/web/src/app' }),
    rule('ui-knows-no-feature', 'Primitives know no feature.', '^apps/web/src/(ui|lib)', {
      path: '^apps/web/src/(app|features)',
    }),
    {
      name: 'model-and-layout-are-pure',
      severity: 'error',
      comment: 'model/ and layout/ import neither React nor the DOM.',
      from: { path: '^apps/web/src/features/[^/]+/(model|layout)/', pathNot: TEST },
      to: { path: 'node_modules/(react|react-dom|radix-ui|lucide-react|@tanstack)|^apps/web/src/ui' },
    },
    {
      name: 'no-tests-in-source',
      severity: 'error',
      comment: 'Source never imports a test.',
      from: { pathNot: TEST },
      to: { path: TEST },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Only the workspace's own builds: a package's entry mostly is in a dist folder too, and rules name packages.
    exclude: { path: '^(apps/[^/]+|packages/[^/]+|e2e)/(dist|[.]cache)/|^[.]weir/|^(apps|packages)/.+/testdata/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tools.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@weir/source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
