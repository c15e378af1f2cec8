import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { reasonOf } from '../contestants/contestant.js';
import type { BenchmarkResults, BundleSize } from '../results/results.js';

/** Our packages are bundled and weighed in apps/consumers, whose test checks this file. */
const recorded = fileURLToPath(new URL('../../../consumers/bundle-sizes.json', import.meta.url));

/** A peer, and the files of packages that a page loads for it. */
export type LoadedFiles = readonly (readonly [from: string, files: readonly string[]])[];

const peers: Readonly<Record<string, LoadedFiles>> = {
  'TensorFlow.js: core + wasm backend + its WebAssembly, which ours needs': [
    ['@tensorflow/tfjs-core', ['tf-core.min.js']],
    ['@tensorflow/tfjs-backend-wasm', ['tf-backend-wasm.min.js', 'tfjs-backend-wasm-simd.wasm']],
  ],
  'onnxruntime-web, wasm only': [
    [
      'onnxruntime-web',
      ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'],
    ],
  ],
  'OpenCV.js': [['@techstark/opencv-js', ['opencv.js']]],
};

type Sizes = Pick<BenchmarkResults, 'bundles' | 'missingBundles'>;

/** The sizes of our packages without TensorFlow.js, and of peers; whatever is not there is listed. */
export function bundleSizes(weighed: typeof peers = peers): Sizes {
  const { sizes }: { sizes: Record<string, Pick<BundleSize, 'minified' | 'gzipped'>> } = JSON.parse(
    readFileSync(recorded, 'utf8'),
  );
  const bundles = Object.entries(sizes)
    .filter(([, { minified }]) => minified > 0)
    .map(([name, size]): BundleSize => ({ name, role: 'ours', ...size }));
  const missingBundles: { name: string; reason: string }[] = [];
  for (const [name, loaded] of Object.entries(weighed)) {
    try {
      bundles.push({ name, role: 'peer', ...sizeOf(loaded) });
    } catch (error) {
      missingBundles.push({ name, reason: reasonOf(error) });
    }
  }
  return { bundles, missingBundles };
}

function sizeOf(loaded: LoadedFiles): Pick<BundleSize, 'minified' | 'gzipped'> {
  const contents = loaded.flatMap(([from, files]) => {
    const folder = dirname(createRequire(import.meta.url).resolve(from));
    return files.map((file) => readFileSync(join(folder, file)));
  });
  const sum = (size: (content: Buffer) => number): number =>
    contents.reduce((total, content) => total + size(content), 0);
  return {
    minified: sum((content) => content.byteLength),
    gzipped: sum((content) => gzipSync(content).byteLength),
  };
}
