import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { BenchmarkResults, BundleSize, MissingBundle } from '../results/results.js';
import { reasonOf } from '../timing/enter.js';
import { bundleCode } from './bundle-code.js';

/** What is weighed: a program that imports packages, or files that a page has to load. */
export interface Candidate {
  readonly name: string;
  readonly role: BundleSize['role'];
  /** Imported; TensorFlow.js is not counted but where it is what is weighed. */
  readonly packages?: readonly string[];
  /** Loaded as they are: the package, and files beside its entry point. */
  readonly files?: readonly [from: string, files: readonly string[]];
}

const wasmBackend = '@tensorflow/tfjs-backend-wasm';

const known: readonly Candidate[] = [
  ...Object.entries({
    'core + affine + bilinear': ['core', 'transform-affine', 'sampler-bilinear'],
    core: ['core'],
    'core + projective': ['core', 'transform-projective'],
    'core + tps': ['core', 'transform-tps'],
    'core + nearest': ['core', 'sampler-nearest'],
    'core + bicubic': ['core', 'sampler-bicubic'],
    'core + localisation + layers': ['core', 'localisation', 'layers'],
    'core + backend-wasm, its kernels included': ['core', 'backend-wasm'],
  }).map(([name, parts]) => ({
    name: `${name} (without TensorFlow.js)`,
    role: 'ours' as const,
    packages: parts.map((part) => `@tfjs-stn/${part}`),
  })),
  {
    name: 'TensorFlow.js: core + wasm backend + its WebAssembly, which ours needs',
    role: 'peer',
    packages: ['@tensorflow/tfjs-core', wasmBackend],
    files: [wasmBackend, ['tfjs-backend-wasm-simd.wasm']],
  },
  {
    name: 'onnxruntime-web, wasm only',
    role: 'peer',
    files: [
      'onnxruntime-web',
      ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'],
    ],
  },
  { name: 'OpenCV.js', role: 'peer', files: ['@techstark/opencv-js', ['opencv.js']] },
];

/** The sizes of our packages in a bundle, beside those of what they need and of peers. */
export function measureBundles(): Promise<BundleSizes> {
  return weigh(known);
}

/** Sizes, and what is not known. */
type BundleSizes = Pick<BenchmarkResults, 'bundles' | 'missingBundles'>;

/** Weighs candidates one by one; what can't be bundled or found is listed. */
export async function weigh(candidates: readonly Candidate[]): Promise<BundleSizes> {
  const bundles: BundleSize[] = [];
  const missingBundles: MissingBundle[] = [];
  for (const { name, role, packages, files } of candidates) {
    try {
      const code = packages ? [await bundleCode(packages)] : [];
      const loaded = files ? read(...files) : [];
      bundles.push({ name, role, ...sizeOf([...code, ...loaded]) });
    } catch (error) {
      missingBundles.push({ name, reason: reasonOf(error) });
    }
  }
  return { bundles, missingBundles };
}

function sizeOf(contents: readonly (string | Buffer)[]): Pick<BundleSize, 'minified' | 'gzipped'> {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    minified: sum(contents.map((content) => Buffer.byteLength(content))),
    gzipped: sum(contents.map((content) => gzipSync(content).byteLength)),
  };
}

function read(from: string, files: readonly string[]): Buffer[] {
  const folder = dirname(createRequire(import.meta.url).resolve(from));
  return files.map((file) => readFileSync(join(folder, file)));
}
