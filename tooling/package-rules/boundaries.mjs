const [sharedByApps, forTests] = ['@tfjs-stn-apps/**', '@tfjs-stn-tooling/**'];

/** Any entry point of `packages`, and anything from elsewhere. */
const published = { called: 'whatever is published', not: [sharedByApps, forTests] };

/** Besides, the entry points of the private packages that apps share. */
const publishedOrShared = { called: 'whatever is published, or shared by apps', not: [forTests] };

/** Or what tests of several packages need. */
const publishedOrForTests = {
  called: 'whatever is published, or is there for tests',
  not: [sharedByApps],
};

/** @param {string} specifier of an import, or a package's name */
export function isOfThisRepository(specifier) {
  return /^@tfjs-stn(-apps|-tooling)?\//.test(specifier);
}

/**
 * Who may import whom, and the one place where it is written down. The first row that fits a file
 * counts. For every file besides: relative imports stay inside its own package, and a package of
 * this repository is imported by an entry point that it publishes. What the apps have in common is
 * in private packages beside them, `@tfjs-stn-apps/…`, which apps alone import; what tests of
 * several packages have in common is in `@tfjs-stn-tooling/…`, which they alone import.
 *
 * Transforms and samplers meet only at the contracts in core, backends and samplers only at core's
 * kernel names: none of them imports another.
 *
 * @typedef {{ called: string, not: readonly string[] }} AnythingBut
 * @typedef {{ files: string, may: readonly string[] | AnythingBut }} Boundary
 * @type {readonly Boundary[]}
 */
export const boundaries = [
  {
    files: 'packages/core/src/**',
    may: ['@tensorflow/tfjs-core', 'fastest-levenshtein'],
  },
  {
    files: 'packages/{transform,sampler}-*/src/**',
    may: ['@tensorflow/tfjs-core', '@tfjs-stn/core', '@tfjs-stn/core/*'],
  },
  {
    files: 'packages/{localisation,layers}/src/**',
    may: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tfjs-stn/core', '@tfjs-stn/core/*'],
  },
  {
    files: 'packages/kernels/{src/*.ts,assembly/**}',
    may: [],
  },
  {
    // What the backends have in common: the kernels as kernels of tfjs.
    files: 'packages/kernels/src/tfjs/**',
    may: ['@tensorflow/tfjs-core', '@tfjs-stn/core', '@tfjs-stn/core/*'],
  },
  {
    files: 'packages/backend-wasm/src/**',
    may: [
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-core',
      '@tfjs-stn/core',
      '@tfjs-stn/core/*',
      '@tfjs-stn/kernels',
      '@tfjs-stn/kernels/*',
    ],
  },
  {
    files: 'packages/backend-node/src/**',
    may: [
      '@tensorflow/tfjs-core',
      '@tfjs-stn/core',
      '@tfjs-stn/core/*',
      '@tfjs-stn/kernels',
      '@tfjs-stn/kernels/*',
      'node:*',
    ],
  },
  {
    files: 'packages/testing/src/**',
    may: ['@tensorflow/*', '@tfjs-stn/core', '@tfjs-stn/core/*', 'node:*', 'vitest'],
  },
  // Tests, build scripts and apps are users like any other. A new package needs a row of its own.
  { files: 'packages/*/test/**', may: publishedOrForTests },
  { files: 'packages/*/{build,bench}/**', may: published },
  // Numbers alone: the demo bundles them, and the experiments train with them in Node.
  { files: 'apps/digit-training/src/**', may: [] },
  { files: 'apps/app-tools/src/**', may: ['commander', 'node:*', 'playwright-core'] },
  { files: 'apps/*/**', may: publishedOrShared },
  // What tests of several packages need; of packages of ours it knows none.
  { files: 'tooling/test-support/**', may: ['@tensorflow/*', 'vitest'] },
  // The tooling must work on a tree whose packages don't.
  { files: 'tooling/**', may: ['node:*', 'typescript', 'vitest', 'vitest/*'] },
];
