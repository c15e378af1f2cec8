import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { BundleSize } from '../results/results.js';
import { bundleCode } from './bundle-code.js';

/** What a program imports, by what it is called in results. TensorFlow.js itself is not counted. */
const ours: Readonly<Record<string, readonly string[]>> = {
  'core + affine + bilinear': ['core', 'transform-affine', 'sampler-bilinear'],
  core: ['core'],
  'core + projective': ['core', 'transform-projective'],
  'core + tps': ['core', 'transform-tps'],
  'core + nearest': ['core', 'sampler-nearest'],
  'core + bicubic': ['core', 'sampler-bicubic'],
  'core + localisation + layers': ['core', 'localisation', 'layers'],
  'core + backend-wasm, its kernels included': ['core', 'backend-wasm'],
};

/** Files that a page has to load, by package. */
const peers: Readonly<Record<string, readonly [name: string, files: readonly string[]]>> = {
  'onnxruntime-web, wasm only': [
    'onnxruntime-web',
    ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'],
  ],
  'OpenCV.js': ['@techstark/opencv-js', ['opencv.js']],
};

/** The sizes of our packages in a bundle, beside those of peers; what is absent is left out. */
export async function measureBundles(): Promise<BundleSize[]> {
  const sizes: BundleSize[] = [];
  for (const [name, packages] of Object.entries(ours)) {
    const code = await bundleCode(packages.map((each) => `@tfjs-stn/${each}`));
    if (code !== undefined) sizes.push(sizeOf(name, 'ours', [code]));
  }
  for (const [name, [from, files]] of Object.entries(peers)) {
    const contents = read(from, files);
    if (contents) sizes.push(sizeOf(name, 'peer', contents));
  }
  return sizes;
}

function sizeOf(
  name: string,
  role: BundleSize['role'],
  contents: readonly (string | Buffer)[],
): BundleSize {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    name,
    role,
    minified: sum(contents.map((content) => Buffer.byteLength(content))),
    gzipped: sum(contents.map((content) => gzipSync(content).byteLength)),
  };
}

function read(from: string, files: readonly string[]): Buffer[] | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(from));
    return files.map((file) => readFileSync(join(folder, file)));
  } catch {
    return undefined;
  }
}
