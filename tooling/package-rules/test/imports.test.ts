import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { checkImports } from '../check-imports.mjs';

const repository = realpathSync(mkdtempSync(join(tmpdir(), 'tfjs-stn-imports-')));
afterAll(() => rmSync(repository, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}

/** A package whose entry point is `src/index.ts`, to be imported by its name. */
function addPackage(folder: string, name: string): void {
  const exports = { '.': { '@tfjs-stn/source': './src/index.ts' } };
  write(`${folder}/package.json`, JSON.stringify({ name, exports }));
  write(`${folder}/src/index.ts`, 'export const value = 1;');
  mkdirSync(dirname(join(repository, 'node_modules', name)), { recursive: true });
  symlinkSync(join(repository, folder), join(repository, 'node_modules', name));
}

for (const name of ['core', 'kernels', 'sampler-nearest', 'sampler-bilinear', 'transform-affine']) {
  addPackage(`packages/${name}`, `@tfjs-stn/${name}`);
}
addPackage('packages/backend-wasm', '@tfjs-stn/backend-wasm');
addPackage('apps/app-tools', '@tfjs-stn-apps/app-tools');
addPackage('tooling/test-support', '@tfjs-stn-tooling/test-support');
for (const name of ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', 'commander', 'vitest']) {
  const folder = `node_modules/${name}`;
  write(`${folder}/package.json`, JSON.stringify({ name, types: 'dist/index.d.ts' }));
  for (const file of ['index', 'engine']) write(`${folder}/dist/${file}.d.ts`, 'export {};');
}
for (const path of ['digit-training/src/adam.ts', 'demo/src/main.tsx']) write(`apps/${path}`);

const imports = {
  allowed: [
    ['packages/core/src/warp.ts', '@tensorflow/tfjs-core'],
    ['packages/core/src/ops/warp.ts', '../index.js'],
    ['packages/transform-affine/src/affine.ts', '@tfjs-stn/core'],
    ['packages/transform-affine/test/affine.test.ts', '@tfjs-stn/sampler-bilinear'],
    ['packages/kernels/assembly/bilinear.ts', './lanes'],
    ['packages/kernels/assembly/lanes.ts', './sums'],
    ['packages/kernels/assembly/sums.ts', '../src/index'],
    ['packages/kernels/build/embed.mjs', 'node:fs'],
    ['packages/core/test/backends.ts', '@tfjs-stn-tooling/test-support'],
    ['apps/experiments/src/main.ts', 'commander'],
    ['apps/experiments/src/cli.ts', '@tfjs-stn-apps/app-tools'],
    ['apps/app-tools/src/parse-command.mjs', 'commander'],
    ['tooling/package-rules/check.mjs', '../setup/workspace.mjs'],
    ['tooling/setup/workspace.mjs', 'node:fs'],
    ['tooling/test-support/load.mjs', '@tensorflow/tfjs-core'],
  ],
  forbidden: [
    ['packages/core/src/a.ts', '@tfjs-stn/sampler-bilinear', 'may import @tensorflow/tfjs-core'],
    ['packages/core/src/b.ts', '@tensorflow/tfjs-layers', 'may import'],
    ['packages/core/src/c.ts', '@tensorflow/tfjs-core/dist/engine', 'may import'],
    ['packages/core/src/d.ts', 'node:fs', 'may import'],
    ['packages/core/src/e.ts', '@tfjs-stn-apps/app-tools', 'may import'],
    ['packages/transform-affine/src/a.ts', '@tfjs-stn/sampler-bilinear', 'may import'],
    ['packages/sampler-nearest/src/a.ts', '@tfjs-stn/sampler-bilinear', 'may import'],
    ['packages/backend-wasm/src/a.ts', '@tfjs-stn/sampler-bilinear', 'may import'],
    ['packages/kernels/src/a.ts', '@tfjs-stn/core', 'may import nothing'],
    ['packages/kernels/build/a.mjs', '@tfjs-stn-tooling/test-support', 'may import'],
    ['packages/core/test/a.test.ts', '../../sampler-bilinear/src/index.js', 'stays in its package'],
    ['packages/core/test/b.test.ts', '@tfjs-stn-apps/app-tools', 'may import'],
    ['packages/core/test/c.test.ts', '@tfjs-stn-tooling/test-support/none', 'entry point'],
    ['apps/experiments/src/a.ts', '../../../packages/core/src/index.js', 'stays in its package'],
    ['apps/experiments/src/b.ts', '@tfjs-stn/core/src/index.ts', 'entry point'],
    ['apps/demo/src/a.tsx', '@tfjs-stn-tooling/test-support', 'may import'],
    ['apps/app-tools/src/a.mjs', '@tfjs-stn/core', 'may import commander'],
    ['apps/digit-training/src/a.ts', 'commander', 'may import @tensorflow/tfjs-core'],
    ['tooling/test-support/a.mjs', '@tfjs-stn/core', 'may import'],
    ['tooling/setup/a.mjs', '@tensorflow/tfjs-core', 'may import'],
    ['tooling/setup/b.mjs', 'vitest', 'may import node:*'],
    ['tooling/ci/a.mjs', '../../packages/core/src/index.js', 'stays in its package'],
  ],
} as const;
for (const [file, specifier] of [...imports.allowed, ...imports.forbidden]) {
  write(file, `import '${specifier}';`);
}

const circle = 'packages/core/src/circle';
write(`${circle}/a.ts`, "import type { B } from './b.js'; export type A = B;");
write(`${circle}/b.ts`, "export type B = import('./c.js').C;");
write(`${circle}/c.ts`, "export const load = () => import('./d.mjs'); export type C = number;");
write(`${circle}/d.mjs`, "/** @type {import('./e.mjs').E} */ export const d = 1;");
write(`${circle}/e.mjs`, "export * from './a.js';");
write('packages/core/elsewhere/file.ts');

const { problems, warnings } = await checkImports(repository);

describe('checkImports', () => {
  it.each(imports.allowed)('lets %s import %s', (file) => {
    expect(problems.filter((problem) => problem.startsWith(`${file} `))).toEqual([]);
  });

  it.each(imports.forbidden)('stops %s from importing %s', (file, _, reason) => {
    const found = problems.filter((problem) => problem.startsWith(`${file} → `));
    expect(found.join('\n')).toContain(reason);
  });

  it('finds a circle of types, dynamic imports, JSDoc and re-exports', () => {
    const files = ['a.ts', 'b.ts', 'c.ts', 'd.mjs', 'e.mjs', 'a.ts'];
    const path = files.map((file) => `${circle}/${file}`).join(' → ');
    expect(problems.filter((problem) => problem.includes(`${circle}/a.ts`))).toEqual([
      expect.stringContaining(`${path}: no circles: `) as string,
    ]);
    expect(warnings).toEqual([]);
  });

  it('tells of a file without a boundary, of a boundary without a file, and nothing else', () => {
    const known = [...imports.forbidden.map(([file]) => `${file} → `), `${circle}/a.ts → `];
    const others = problems.filter((problem) => !known.some((start) => problem.startsWith(start)));
    expect(others).toEqual([
      'boundary ^(packages/(?:localisation|layers))/src/: covers no file',
      'boundary ^(packages/(?:pytorch|onnx))/src/: covers no file',
      'boundary ^(packages/kernels)/src/(?:tfjs|team)/: covers no file',
      'boundary ^(packages/gpu-kernels)/src/: covers no file',
      'boundary ^(packages/backend-node)/src/: covers no file',
      'boundary ^(packages/tfjs-stn)/src/: covers no file',
      'boundary ^(packages/testing)/src/: covers no file',
      'boundary ^(tooling/gpu)/: covers no file',
      'packages/core/elsewhere/file.ts: no boundary covers this file',
    ]);
  });
});
