import { describe, expect, it } from 'vitest';

import { checkBoundaries, entryPointsOf, importsOf } from '../check-boundaries.mjs';
import { importProblem } from '../import-problem.mjs';

const entryPoints = new Set([
  '@tfjs-stn/core',
  '@tfjs-stn/core/errors',
  '@tfjs-stn/sampler-bilinear',
  '@tfjs-stn-apps/app-tools/console',
  '@tfjs-stn-tooling/test-support/load-backends',
]);
const problem = (file: string, specifier: string) => importProblem(file, specifier, entryPoints);

describe('import boundaries', () => {
  it.each([
    ['packages/core/src/ops/warp.ts', '@tensorflow/tfjs-core'],
    ['packages/core/src/ops/warp.ts', '../errors.js'],
    ['packages/transform-affine/src/affine.ts', '@tfjs-stn/core'],
    ['packages/transform-affine/test/affine.test.ts', '@tfjs-stn/sampler-bilinear'],
    ['packages/kernels/assembly/bilinear.ts', './inline/taps'],
    ['packages/kernels/build/embed.mjs', 'node:fs'],
    ['apps/experiments/src/main.ts', 'commander'],
    ['apps/experiments/src/main.ts', '@tfjs-stn/core/errors'],
    ['apps/experiments/src/main.ts', '@tfjs-stn-apps/app-tools/console'],
    ['apps/app-tools/src/parse-command.mjs', 'commander'],
    ['apps/app-tools/test/parse-command.test.ts', 'vitest'],
    ['tooling/package-rules/check.mjs', '../setup/workspace.mjs'],
    ['tooling/test-support/load-backends.mjs', '@tensorflow/tfjs-backend-cpu'],
    ['packages/core/test/backends.ts', '@tfjs-stn-tooling/test-support/load-backends'],
  ])('let %s import %s', (file, specifier) => {
    expect(problem(file, specifier)).toBeUndefined();
  });

  it.each([
    ['packages/core/test/backends.ts', '@tfjs-stn-tooling/test-support/nobody', 'no published'],
    ['packages/kernels/build/embed.mjs', '@tfjs-stn-tooling/test-support/load-backends', 'may'],
    ['apps/demo/src/main.tsx', '@tfjs-stn-tooling/test-support/load-backends', 'may import'],
    [
      'packages/core/src/ops/warp.ts',
      '@tfjs-stn/sampler-bilinear',
      'may import @tensorflow/tfjs-core, fastest',
    ],
    ['packages/core/src/ops/warp.ts', '@tensorflow/tfjs-layers', 'may import'],
    ['packages/core/src/ops/warp.ts', '@tensorflow/tfjs-core/dist/engine', 'may import'],
    ['packages/transform-affine/src/affine.ts', '@tfjs-stn/sampler-bilinear', 'may import'],
    ['packages/sampler-nearest/src/nearest.ts', '@tfjs-stn/sampler-bilinear', 'may import'],
    ['packages/backend-wasm/src/index.ts', '@tfjs-stn/sampler-bilinear', 'may import'],
    ['packages/kernels/src/index.ts', '@tfjs-stn/core', 'may import nothing'],
    [
      'packages/core/test/warp.test.ts',
      '../../sampler-bilinear/src/index.js',
      'out of packages/core',
    ],
    [
      'apps/experiments/src/main.ts',
      '../../../packages/core/src/index.js',
      'out of apps/experiments',
    ],
    ['apps/experiments/src/main.ts', '@tfjs-stn/core/dist/index.js', 'no published entry point'],
    [
      'apps/experiments/src/main.ts',
      '@tfjs-stn-apps/app-tools/src/console.mjs',
      'no published entry point',
    ],
    ['packages/core/test/warp.test.ts', '@tfjs-stn-apps/app-tools/console', 'may import whatever'],
    ['packages/core/src/ops/warp.ts', '@tfjs-stn-apps/app-tools/console', 'may import'],
    ['apps/app-tools/src/console.mjs', '@tfjs-stn/core', 'may import commander'],
    ['apps/digit-training/src/adam-step.ts', '@tensorflow/tfjs-core', 'may import nothing'],
    ['tooling/test-support/load-backends.mjs', '@tfjs-stn/core', 'may import'],
    ['tooling/setup/start.mjs', '@tensorflow/tfjs-core', 'may import'],
    ['tooling/setup/start.mjs', '@tfjs-stn/core', 'may import'],
    ['tooling/setup/start.mjs', '../../packages/core/src/index.js', 'out of tooling'],
    ['elsewhere/file.ts', 'node:fs', 'no boundary covers this file'],
  ])('stop %s from importing %s', (file, specifier, reason) => {
    expect(problem(file, specifier)).toContain(`${file}: `);
    expect(problem(file, specifier)).toContain(reason);
  });

  it('see every way to import', () => {
    const source = `
      import 'a';
      import type { B } from 'b';
      export * from 'c';
      export { d } from 'd';
      const e = await import('e');
      type F = import('f').F;
      // import 'comment';
      const text = "import 'text'";
    `;
    expect(importsOf(source).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('know what is published, and what apps share', () => {
    expect(entryPointsOf('packages')).toContain('@tfjs-stn/core');
    expect(entryPointsOf('packages')).not.toContain('@tfjs-stn-apps/app-tools/console');
    expect(entryPointsOf('apps')).toContain('@tfjs-stn-apps/app-tools/console');
  });

  it('hold in this repository, and each is about some file', () => {
    expect(checkBoundaries()).toEqual([]);
  });
});
