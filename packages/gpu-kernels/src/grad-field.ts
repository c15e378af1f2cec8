import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { Dialect } from './dialect.js';
import type { GpuRunner } from './program.js';
import { samplingProgram, type SamplingProblem } from './sampling-problem.js';
import { slopesText } from './text/sample.js';
import { gridGradientText, pointSlopesText, tileSumsText, totalText } from './text/sums.js';

interface FieldGradientInputs {
  readonly dy: TensorInfo;
  readonly image: TensorInfo;
  /** One per channel, if that is how they are given, else any tensor. */
  readonly fill: TensorInfo;
}

/** The gradient w.r.t. the grid, matrix or coefficients; sums are added in a fixed order. */
export function gradField(
  runner: GpuRunner,
  problem: SamplingProblem,
  inputs: FieldGradientInputs,
): TensorInfo {
  const { kind, field, uniforms } = problem;
  const along = (pass: Dialect) => ({
    ...samplingProgram(problem, 'StnSlopes', slopesText + pass),
    inputs: { ...inputs, ...field },
    uniforms,
  });
  if (kind === 'grid') {
    const { grid } = field as { grid: TensorInfo };
    const outputShape = grid.shape;
    return runner.run({ ...along(gridGradientText), output: 'pair', outputShape });
  }

  const points = uniforms.batch * uniforms.outHeight * uniforms.outWidth;
  const slopes = runner.run({
    ...along(pointSlopesText[kind]),
    output: 'texel',
    outputShape: [points, 2, 2],
  });
  try {
    return addSlopes(runner, problem, slopes);
  } finally {
    runner.dispose(slopes);
  }
}

/** Σ over points of their slopes times the numbers that belong to an entry: by tiles, then over tiles. */
function addSlopes(
  runner: GpuRunner,
  { field, uniforms }: SamplingProblem,
  slopes: TensorInfo,
): TensorInfo {
  const { basis, matrix, coefficients } = field;
  const sums = runner.run({
    name: 'StnTileSums',
    // Without a basis, what is never read: the same program for both.
    inputs: { slopes, basis: basis ?? slopes },
    output: 'texel',
    outputShape: [uniforms.batch * uniforms.tiles * uniforms.terms, 2, 2],
    text: () => tileSumsText,
    uniforms,
  });
  const total = runner.run({
    name: 'StnTotal',
    inputs: { sums },
    output: 'scalar',
    outputShape: ((matrix ?? coefficients) as TensorInfo).shape,
    text: () => totalText,
    uniforms,
  });
  runner.dispose(sums);
  return total;
}
