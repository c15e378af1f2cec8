import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { GpuRunner } from './program.js';
import { samplingText, tapCount, type SamplingProblem } from './sampling-problem.js';
import { slopesText } from './text/sample.js';
import { gridGradientText, pointSlopesText, tileSumsText, totalText } from './text/sums.js';

interface FieldGradientInputs {
  readonly dy: TensorInfo;
  readonly image: TensorInfo;
  /** One per channel, if that is how they are given. */
  readonly fill?: TensorInfo;
}

/** The gradient w.r.t. the grid, matrix or coefficients; sums are added in a fixed order. */
export function gradField(
  runner: GpuRunner,
  problem: SamplingProblem,
  inputs: FieldGradientInputs,
): TensorInfo {
  const { kind, field, uniforms } = problem;
  const taps = tapCount(problem);
  const fillKind = inputs.fill ? 'tensor' : 'uniform';
  const along = {
    name: `StnSlopes_${kind}_${taps}_${fillKind}`,
    inputs: { ...inputs, ...field },
    uniforms,
  };
  const text = (pass: string) => () => samplingText(kind, taps, fillKind, slopesText + pass);
  if (kind === 'grid') {
    const { grid } = field as { grid: TensorInfo };
    const outputShape = grid.shape;
    return runner.run({ ...along, output: 'pair', outputShape, text: text(gridGradientText) });
  }

  const points = uniforms.batch * uniforms.outHeight * uniforms.outWidth;
  const slopes = runner.run({
    ...along,
    output: 'texel',
    outputShape: [points, 2, 2],
    text: text(pointSlopesText[kind]),
  });
  try {
    return addSlopes(runner, problem, kind, slopes);
  } finally {
    runner.dispose(slopes);
  }
}

/** Σ over points of their slopes times the numbers that belong to an entry: by tiles, then over tiles. */
function addSlopes(
  runner: GpuRunner,
  { field, uniforms }: SamplingProblem,
  kind: 'homography' | 'basis',
  slopes: TensorInfo,
): TensorInfo {
  const { basis, matrix, coefficients } = field;
  const sums = runner.run({
    name: `StnTileSums_${kind}`,
    inputs: { slopes, ...(basis && { basis }) },
    output: 'texel',
    outputShape: [uniforms.batch * uniforms.tiles * uniforms.terms, 2, 2],
    text: () => tileSumsText[kind],
    uniforms,
  });
  const total = runner.run({
    name: `StnTotal_${kind}`,
    inputs: { sums },
    output: 'scalar',
    outputShape: ((matrix ?? coefficients) as TensorInfo).shape,
    text: () => totalText[kind],
    uniforms,
  });
  runner.dispose(sums);
  return total;
}
