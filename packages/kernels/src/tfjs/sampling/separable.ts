import {
  add,
  concat,
  customGrad,
  engine,
  reshape,
  scalar,
  stack,
  tidy,
  type GradSaveFunc,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { kernelWeights, ranges, vectorJacobian } from '@tfjs-stn/core/~internal';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelRunner, KernelTask } from '../kernel-runner.js';
import { samplingPlan, strideOf, type SamplingPlan } from './encode-call.js';
import { forward } from './forward.js';
import { gradGrid } from './grad-grid.js';
import { gradImage } from './grad-image.js';
import { gradSummed } from './grad-summed.js';
import {
  fieldAddresses,
  fieldInputs,
  itemSize,
  outputBatch,
  pointsShape,
  samplingWork,
  sharesField,
  type SamplingProblem,
  type Window,
} from './sampling-problem.js';
import { pointSlices, rowSlices, rowsTogether } from './sampling-slices.js';

// A sampler without its own kernel computes its weights in tfjs ops, for one window
// of the output at a time, from offsets that a kernel writes; other kernels do the rest.

/** Points of a window: few enough for the tensors of the sampler's ops to stay in a cache. */
const windowPoints = 8192;

/** Samples `image` along the field, window by window. */
export function sampleSeparable(
  runner: KernelRunner,
  problem: SamplingProblem,
  image: TensorInfo,
): TensorInfo {
  return overWindows(problem, (part) => {
    const weights = tidy(() => weigh(part, offsetsOf(runner, part)));
    const sampled = run(runner, forward({ ...part, weights }, image));
    weights.dispose();
    return sampled;
  });
}

/** The gradient w.r.t. the image, from window to window. */
export function gradImageSeparable(
  runner: KernelRunner,
  problem: SamplingProblem,
  dy: TensorInfo,
): TensorInfo {
  const isShared = problem.imageShape[0] === 1;
  let sum: Tensor | undefined;
  const groups = windows(problem).map((group) => {
    if (!isShared) sum = undefined;
    for (const window of group) {
      const part = { ...problem, window };
      const weights = tidy(() => weigh(part, offsetsOf(runner, part)));
      const next = runner.run(gradImage({ ...part, weights }, dy, sum));
      weights.dispose();
      if (next.dataId === sum?.dataId) continue;
      sum?.dispose();
      sum = engine().makeTensorFromTensorInfo(next);
    }
    return sum as Tensor;
  });
  return isShared ? (sum as Tensor) : join(groups, 0);
}

/** The gradient w.r.t. the field: through the weights, and the ops that they come from. */
export function gradFieldSeparable(
  runner: KernelRunner,
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): TensorInfo {
  const isGrid = problem.field.kind === 'grid';
  const gradient = (part: SamplingProblem): Tensor =>
    tidy(() => {
      const offsets = offsetsOf(runner, part);
      const weigher = weightsGradient(runner, part, dy, image);
      const weights = vectorJacobian((x) => weigher(weigh(part, x)), offsets, scalar(1));
      // They are summed over all items that share a field.
      const weighed = { ...part, weights, window: fieldWindow(part) };
      return run(runner, (isGrid ? gradGrid : gradSummed)(weighed, dy, image));
    });
  if (isGrid) return overWindows(problem, gradient);
  const sums = windows(problem).map((group) =>
    group
      .map((window) => gradient({ ...problem, window }))
      .reduce((sum, other) => tidy(() => add(sum, other))),
  );
  return join(sums, 0);
}

/**
 * Windows of about so many points, in groups of the same items: rows of a few items, or of one. A field
 * that serves all items has its weights computed once.
 */
function windows(problem: SamplingProblem): Window[][] {
  const [outHeight, outWidth] = problem.attributes.outputSize;
  const batch = outputBatch(problem);
  const fields = problem.field.source.shape[0] === 1 ? 1 : batch;
  const together = rowsTogether(problem);
  const rows = Math.max(1, Math.floor(windowPoints / outWidth / together)) * together;
  const items =
    fields === 1 ? batch : Math.max(1, Math.floor(windowPoints / (outHeight * outWidth)));
  return ranges(batch, items).map((item) =>
    ranges(outHeight, rows).map((row) => ({ items: item, rows: row })),
  );
}

/** What every window gives, put together: rows, and then items. */
function overWindows(problem: SamplingProblem, compute: (part: SamplingProblem) => Tensor): Tensor {
  const groups = windows(problem).map((group) =>
    join(
      group.map((window) => compute({ ...problem, window })),
      1,
    ),
  );
  return join(groups, 0);
}

function join(parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 1) return parts[0] as Tensor;
  const joined = concat([...parts], axis);
  for (const part of parts) part.dispose();
  return joined;
}

/** `[2, points, 1]`: how far the points of a window lie from the taps that they count from. */
function offsetsOf(runner: KernelRunner, problem: SamplingProblem): Tensor {
  return reshape(run(runner, pointTask(problem, 1, taskNumbers.offsets, [])), [-1, 1]);
}

/** `[taps, 2 · points, 1]`: the weights of all points along x, then along y. */
function weigh({ attributes: { sampler } }: SamplingProblem, offsets: Tensor): Tensor {
  return stack(kernelWeights(sampler, offsets));
}

/** An op on weights whose gradient alone is computed: that of the sampled window, weighted with `dy`. */
function weightsGradient(
  runner: KernelRunner,
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): (weights: Tensor) => Tensor {
  const { taps } = problem.attributes.sampler;
  return customGrad((weights, save) => {
    (save as GradSaveFunc)([weights as Tensor]);
    const gradFunc = (_: Tensor, [saved]: Tensor[]): Tensor => {
      const weighted = { ...problem, weights: saved as Tensor };
      const gradient = run(runner, pointTask(weighted, taps, taskNumbers.gradWeights, [dy, image]));
      return reshape(gradient, (saved as Tensor).shape);
    };
    return { value: scalar(0), gradFunc };
  });
}

/** A task that writes so many values along both axes for every point of a window that has its own. */
function pointTask(
  problem: SamplingProblem,
  values: number,
  task: SamplingPlan['task'],
  dyAndImage: readonly TensorInfo[],
): KernelTask {
  const shape = pointsShape(problem);
  const stride = strideOf(shape) * 4;
  const gathers = sharesField(problem) && dyAndImage.length > 0;
  // One item's points are those of all.
  const own = gathers ? problem : { ...problem, window: fieldWindow(problem) };
  return {
    name: problem.name,
    inputs: [...dyAndImage, ...fieldInputs(problem)],
    outputShape: [values, 2, ...shape],
    work: samplingWork(own) / (values === 1 ? itemSize(problem.imageShape, 3) : 1),
    plan: (threads) =>
      samplingPlan(own, {
        task,
        slices: (gathers ? rowSlices : pointSlices)(own, threads),
        addresses({ inputs, output: address }) {
          const [output = 0, image = 0] = dyAndImage.length > 0 ? inputs : [];
          const field = fieldAddresses(problem, inputs.slice(dyAndImage.length));
          return { image, output, ...field, gradient: { address, pointBytes: 4, stride } };
        },
      }),
  };
}

/** The window without the items that share another's field. */
function fieldWindow({ field, window }: SamplingProblem): Window {
  const { items, rows } = window as Window;
  return { items: field.source.shape[0] === 1 ? { begin: 0, end: 1 } : items, rows };
}

function run(runner: KernelRunner, task: KernelTask): Tensor {
  return engine().makeTensorFromTensorInfo(runner.run(task));
}
