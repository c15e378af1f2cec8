import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { setBackend } from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

import { checkResults } from './check-results.js';
import { measure, type Timing } from './measure.js';
import { memoryCopy } from './peers/memory-copy.js';
import { onnxruntimeWeb } from './peers/onnxruntime-web.js';
import { opencvWarpAffine } from './peers/opencv.js';
import { ourForward, ourForwardBackward } from './peers/ours.js';
import { tfImageTransform } from './peers/tf-image-transform.js';
import { targetRatio } from './targets.js';
import { warpCase, type WarpCase } from './warp-case.js';

const shapes: readonly WarpCase['shape'][] = [
  [1, 512, 512, 3],
  [256, 42, 42, 1],
  [16, 64, 64, 32],
  [1, 1080, 1920, 3],
];

/** Times our affine warp and its peers on one shape, in turn, once their results are checked. */
async function compare(shape: WarpCase['shape']): Promise<Timing[]> {
  const single = warpCase(shape);
  const ours = ourForward(single);
  const peers = [
    await onnxruntimeWeb(single),
    tfImageTransform(single),
    // OpenCV knows neither batches nor 32 channels.
    ...(shape[0] === 1 ? [await opencvWarpAffine(single)] : []),
  ];
  await checkResults(single, ours, peers);
  const contestants = [ours, ourForwardBackward(single), ...peers, memoryCopy(single)];
  return measure(contestants, { samples: 40, warmup: 10 });
}

function print(shape: WarpCase['shape'], timings: readonly Timing[]): void {
  const ours = timings[0]?.median ?? NaN;
  const both = timings[1]?.median ?? NaN;
  console.log(`\naffine warp, bilinear, [${shape.join(', ')}], milliseconds`);
  console.log(`  ${'contestant'.padEnd(28)} median  quartiles      ours is  to reach`);
  for (const { name, median, lowerQuartile, upperQuartile } of timings) {
    const range = `${lowerQuartile.toFixed(2)}..${upperQuartile.toFixed(2)}`;
    const limit = targetRatio(shape, name);
    const target = limit === undefined ? '' : `${limit}`;
    const ratio = `${(ours / median).toFixed(3)}×`;
    console.log(
      `  ${name.padEnd(28)} ${median.toFixed(2).padStart(6)}  ${range.padEnd(13)} ${ratio.padStart(8)}  ${target}`,
    );
  }
  const backward = ((both - ours) / ours).toFixed(2);
  console.log(`  backward to image and θ takes ${backward}× the forward, to reach 3`);
}

try {
  await setBackend('wasm');
  await registerWasmKernels();
  for (const shape of shapes) print(shape, await compare(shape));
} catch (error) {
  // Left to itself, an error would print the whole of OpenCV.js before it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
