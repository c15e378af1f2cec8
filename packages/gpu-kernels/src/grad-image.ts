import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { GpuRunner } from './program.js';
import { samplingProgram, type SamplingProblem } from './sampling-problem.js';
import { gatherText } from './text/gather.js';
import { largestText, scatteredText, scatterText } from './text/scatter.js';

/**
 * The image gradient under homographies, in one program that gathers: every pixel of the image finds
 * the output pixels that read it. For padding zeros and border.
 */
export function gatherGradImage(
  runner: GpuRunner,
  problem: SamplingProblem,
  dy: TensorInfo,
): TensorInfo {
  const { field, uniforms, imageShape } = problem;
  return runner.run({
    ...samplingProgram(problem, 'StnGather', gatherText),
    inputs: { dy, ...field },
    output: 'columns',
    outputShape: imageShape,
    uniforms,
  });
}

/**
 * The image gradient of any field and padding, by integer atomics: WebGPU alone. Infinite and NaN
 * values of dy reach the pixels that they belong to, and no other.
 */
export function scatterGradImage(
  runner: GpuRunner,
  problem: SamplingProblem,
  dy: TensorInfo,
): TensorInfo {
  const { field, uniforms, imageShape } = problem;
  const points = uniforms.batch * uniforms.outHeight * uniforms.outWidth;
  const size = imageShape.reduce((product, length) => product * length, 1);
  const largest = runner.run({
    name: 'StnLargest',
    inputs: { dy },
    output: 'visit',
    // Two at least, since tfjs compiles apart what reads a single value.
    outputShape: [Math.max(imageShape[0] as number, 2)],
    visits: Math.ceil((points * uniforms.channels) / 64),
    text: () => largestText,
    uniforms,
  });
  const limbs = runner.run({
    ...samplingProgram(problem, 'StnScatter', scatterText, true),
    inputs: { dy, ...field, largest },
    output: 'visit',
    outputShape: [3 * size],
    visits: points,
    uniforms,
  });
  const image = runner.run({
    name: 'StnScattered',
    inputs: { limbs, largest },
    output: 'scalar',
    outputShape: imageShape,
    text: () => scatteredText,
    uniforms,
  });
  runner.dispose(limbs);
  runner.dispose(largest);
  return image;
}
