import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { GpuRunner } from './program.js';
import { outputShape, samplingText, tapCount, type SamplingProblem } from './sampling-problem.js';
import { forwardText } from './text/sample.js';

/** Samples `image` along the field, in one program. */
export function forward(
  runner: GpuRunner,
  problem: SamplingProblem,
  image: TensorInfo,
  fill?: TensorInfo,
): TensorInfo {
  const { kind, field, uniforms } = problem;
  const taps = tapCount(problem);
  const fillKind = fill ? 'tensor' : 'uniform';
  return runner.run({
    name: `StnForward_${kind}_${taps}_${fillKind}`,
    inputs: { image, ...field, ...(fill && { fill }) },
    output: 'value',
    outputShape: outputShape(problem),
    text: () => samplingText(kind, taps, fillKind, forwardText),
    uniforms,
  });
}
