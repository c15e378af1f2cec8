/**
 * Which files may import what, apart from their own package: `files` is a regular expression whose
 * group is that package, `may` has packages with `*` as a wildcard.
 *
 * Transforms, samplers and backends never import each other: they meet at core. Tests, scripts and
 * apps import what is published, like any user.
 *
 * @typedef {{ name: string, files: string, may: readonly string[] }} Boundary
 * @type {readonly Boundary[]}
 */
export const boundaries = [
  {
    name: 'core',
    files: '^(packages/core)/src/',
    may: ['@tensorflow/tfjs-core', 'fastest-levenshtein'],
  },
  {
    name: 'transforms and samplers',
    files: '^(packages/(?:transform|sampler)-[^/]+)/src/',
    may: ['@tensorflow/tfjs-core', '@tfjs-stn/core'],
  },
  {
    name: 'localisation and layers',
    files: '^(packages/(?:localisation|layers))/src/',
    may: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tfjs-stn/core'],
  },
  { name: 'kernels', files: '^(packages/kernels)/(?:src/[^/]+$|assembly/)', may: [] },
  {
    name: 'kernels for tfjs',
    files: '^(packages/kernels)/src/tfjs/',
    may: ['@tensorflow/tfjs-core', '@tfjs-stn/core'],
  },
  {
    name: 'backend-wasm',
    files: '^(packages/backend-wasm)/src/',
    may: [
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-core',
      '@tfjs-stn/core',
      '@tfjs-stn/kernels',
    ],
  },
  {
    name: 'backend-node',
    files: '^(packages/backend-node)/src/',
    may: ['@tensorflow/tfjs-core', '@tfjs-stn/core', '@tfjs-stn/kernels', 'node:*'],
  },
  {
    name: 'testing',
    files: '^(packages/testing)/src/',
    may: ['@tensorflow/*', '@tfjs-stn/core', 'node:*', 'vitest'],
  },
  {
    name: 'tests',
    files: '^(packages/[^/]+)/test/',
    may: ['*', 'node:*', '@tfjs-stn/*', '@tfjs-stn-tooling/test-support'],
  },
  {
    name: 'package scripts',
    files: '^(packages/[^/]+)/(?:build|bench)/',
    may: ['*', 'node:*', '@tfjs-stn/*'],
  },
  // Numbers alone: the demo bundles them, and the experiments train with them in Node.
  { name: 'digit-training', files: '^(apps/digit-training)/src/', may: [] },
  {
    name: 'app-tools',
    files: '^(apps/app-tools)/src/',
    may: ['commander', 'compression', 'node:*', 'playwright-core', 'send'],
  },
  {
    name: 'apps',
    files: '^(apps/(?!(?:digit-training|app-tools)/src/)[^/]+)/',
    may: ['*', 'node:*', '@tfjs-stn/*', '@tfjs-stn-apps/*'],
  },
  {
    name: 'test-support',
    files: '^(tooling/test-support)/',
    may: ['@tensorflow/*', 'vitest'],
  },
  // Set-up runs before anything is installed.
  { name: 'set-up', files: '^(tooling)/setup/[^/]+$', may: ['node:*'] },
  {
    name: 'tooling',
    files: '^(tooling)/(?!test-support/|setup/[^/]+$)',
    may: ['dependency-cruiser', 'node:*', 'typescript', 'vitest'],
  },
];

/** Folders whose circles are known and still have to go. */
const knownCircles = [
  '^packages/(core/src/kernels|testing/src/oracle|sampler-filters/src|backend-node/src/staging)/',
  '^apps/(experiments/src|benchmarks/src/(cli|compare))/',
];

/** @param {string} name of a package, with `*` as a wildcard */
function pathOf(name) {
  const [, parent = 'packages', folder] = /^@tfjs-stn(?:-(apps|tooling))?\/(.+)$/.exec(name) ?? [];
  // Of tfjs the main entry point only.
  const file = name.startsWith('@tensorflow/') ? 'dist/index\\.d\\.ts$' : '';
  const path = folder === undefined ? `(^|/)node_modules/${name}/${file}` : `^${parent}/${folder}/`;
  return path.replace('*', '[^/]+');
}

/** @type {import('dependency-cruiser').DependencyType[]} */
const ofNode = ['core'];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
export const rules = [
  {
    name: 'known circle',
    severity: 'warn',
    comment: 'to be undone',
    from: { path: knownCircles },
    to: { circular: true },
  },
  {
    name: 'no circles',
    severity: 'error',
    comment: 'imports form no circle, of types either. Move what both need to a third file',
    from: { pathNot: knownCircles },
    to: { circular: true },
  },
  {
    name: 'entry points',
    severity: 'error',
    comment: 'an import is an installed package, and of ours an entry point in its exports',
    // Its tests install it elsewhere.
    from: { pathNot: '^apps/consumers/project/' },
    // What Vite resolves.
    to: { couldNotResolve: true, pathNot: '\\?url$' },
  },
  {
    name: 'packages by name',
    severity: 'error',
    comment: 'a relative import stays in its package. Import others by name',
    from: { path: '^((?:packages|apps)/[^/]+|tooling)/' },
    to: { path: '^(packages|apps|tooling)/', pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  ...boundaries.map(({ name, files, may }) => ({
    name: `boundary of ${name}`,
    severity: /** @type {const} */ ('error'),
    comment: `may import ${may.join(', ') || 'nothing'}`,
    from: { path: files },
    to: {
      couldNotResolve: false,
      pathNot: ['^$1/', ...may.map(pathOf)],
      ...(may.includes('node:*') && { dependencyTypesNot: ofNode }),
    },
  })),
];
