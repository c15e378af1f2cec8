import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { GpuRunner } from './program.js';
import { outputShape, samplingProgram, type SamplingProblem } from './sampling-problem.js';
import { forwardText } from './text/sample.js';

/** Samples `image` along the field, in one program. */
export function forward(
  runner: GpuRunner,
  problem: SamplingProblem,
  image: TensorInfo,
  fill: TensorInfo,
): TensorInfo {
  const { field, uniforms } = problem;
  return runner.run({
    ...samplingProgram(problem, 'StnForward', forwardText),
    inputs: { image, ...field, fill },
    output: 'value',
    outputShape: outputShape(problem),
    uniforms,
  });
}
