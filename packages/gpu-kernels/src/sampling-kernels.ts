import { util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import * as names from '@tfjs-stn/core/kernels';

import { forward } from './forward.js';
import { gradField } from './grad-field.js';
import { matrixFromEntries } from './matrix-from-entries.js';
import type { GpuRunner } from './program.js';
import {
  fillsApart,
  outputShape,
  samplingProblem,
  type SamplingProblem,
} from './sampling-problem.js';

/** A pass on tensors that are not empty. `fill` is read if fill values come per channel. */
type Pass<Runner extends GpuRunner> = (
  runner: Runner,
  problem: SamplingProblem,
  inputs: { readonly dy: TensorInfo; readonly image: TensorInfo; readonly fill: TensorInfo },
) => TensorInfo;

/** Computes the image gradient; how depends on what a backend can do. */
export type GradImage<Runner extends GpuRunner> = (
  runner: Runner,
  problem: SamplingProblem,
  dy: TensorInfo,
) => TensorInfo;

/**
 * The sampling kernels under the names that core knows them by.
 *
 * @param runnerFor finds the runner of a backend, which a page may drop and create again
 */
export function samplingKernels<Runner extends GpuRunner>(
  runnerFor: (backend: unknown) => Runner,
  gradImage: GradImage<Runner>,
): Record<string, KernelFunc> {
  const kernel =
    (kind: SamplingProblem['kind'], pass: Pass<Runner>, shapeOf: ShapeOf): KernelFunc =>
    ({ inputs, attrs, backend }) => {
      const attributes = attrs as unknown as names.BackpropImageAttributes;
      const problem = samplingProblem(kind, inputs, attributes);
      return run(runnerFor(backend), problem, inputs, pass, shapeOf(problem));
    };
  const imagePass: Pass<Runner> = (runner, problem, { dy }) => gradImage(runner, problem, dy);
  const sampling = Object.fromEntries(
    kernelNames.flatMap(({ kind, ...name }) => [
      [name.forward, kernel(kind, forwardPass, outputShape)],
      [name.gradImage, kernel(kind, imagePass, ({ imageShape }) => imageShape)],
      [name.gradField, kernel(kind, gradField, fieldShape)],
    ]),
  );
  return { ...sampling, [names.StnMatrixFromEntries]: matrixFromEntries(runnerFor) };
}

const kernelNames = [
  {
    kind: 'grid',
    forward: names.StnGridSample,
    gradImage: names.StnGridSampleBackpropImage,
    gradField: names.StnGridSampleBackpropGrid,
  },
  {
    kind: 'homography',
    forward: names.StnHomographyWarp,
    gradImage: names.StnHomographyWarpBackpropImage,
    gradField: names.StnHomographyWarpBackpropMatrix,
  },
  {
    kind: 'basis',
    forward: names.StnBasisWarp,
    gradImage: names.StnBasisWarpBackpropImage,
    gradField: names.StnBasisWarpBackpropCoefficients,
  },
] as const;

type ShapeOf = (problem: SamplingProblem) => readonly number[];

const fieldShape: ShapeOf = ({ field: { matrix, grid, coefficients } }) =>
  ((matrix ?? grid ?? coefficients) as TensorInfo).shape;

const forwardPass: Pass<GpuRunner> = (runner, problem, { image, fill }) =>
  forward(runner, problem, image, fill);

function run<Runner extends GpuRunner>(
  runner: Runner,
  problem: SamplingProblem,
  inputs: Readonly<Record<string, TensorInfo | undefined>>,
  pass: Pass<Runner>,
  shape: readonly number[],
): TensorInfo {
  const sizes = [shape, outputShape(problem), problem.imageShape].map((each) =>
    util.sizeFromShape([...each]),
  );
  // GPUs run no program on nothing, and no pixel adds to the gradient.
  if (sizes.includes(0)) return runner.tensor(shape, new Float32Array(sizes[0] as number));
  const { image, dy } = inputs as { image: TensorInfo; dy: TensorInfo };
  const { fillValue } = problem.attributes;
  // The same program for both: one that reads no fill tensor is given another in its place.
  if (!fillsApart(fillValue)) return pass(runner, problem, { image, dy, fill: image });
  // With two rows and columns, since WebGL compiles apart what has one.
  const values = [0, 1, 2, 3].flatMap(() => fillValue);
  const fill = runner.tensor([1, 2, 2, fillValue.length], Float32Array.from(values));
  try {
    return pass(runner, problem, { image, dy, fill });
  } finally {
    runner.dispose(fill);
  }
}
