import { grads, tensor, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample, spatialTransformer } from '@tfjs-stn/core';

import type { BenchmarkCase } from '../cases/cases.js';
import { checkGradients, checkOutput, expectationOf } from '../problems/sampling-expectation.js';
import type { SamplingProblem } from '../problems/sampling-problem.js';
import { Absent, type Checked, type Work } from './contestant.js';
import { requireFewValues, tensorWork, valuesOf, type TfjsHost } from './tfjs-host.js';

/** Our implementation of a sampling operation, from image and θ or grid to the output. */
export interface Sampling {
  apply(image: Tensor4D, field: Tensor2D | Tensor4D): Tensor4D;
  dispose(): void;
}

/** Builds it from its parts. */
export function samplingOf({ field, outputShape, ...parts }: SamplingProblem): Sampling {
  const sampler = parts.sampler();
  if (field === 'grid') {
    return {
      apply: (image, grid) => gridSample(image, grid as Tensor4D, { sampler }),
      dispose: () => undefined,
    };
  }
  const transform = parts.transform();
  const [, height, width] = outputShape;
  const transformer = spatialTransformer({ transform, sampler, outputSize: [height, width] });
  return {
    apply: (image, theta) => transformer.apply(image, theta as Tensor2D),
    dispose: () => transform.dispose?.(),
  };
}

/** θ `[batch, paramCount]`, or the grid `[batch, height, width, 2]`. */
export async function fieldValues(
  problem: SamplingProblem,
): Promise<{ readonly values: Float32Array; readonly shape: number[] }> {
  const { field, theta, paramCount, outputShape } = problem;
  const [batch, height, width] = outputShape;
  if (field !== 'grid') return { values: theta, shape: [batch, paramCount] };
  return { values: Float32Array.from(await problem.points()), shape: [batch, height, width, 2] };
}

/**
 * A sampling operation on a backend: the output, or the gradients w.r.t. image and θ or grid with the
 * forward they need, or one part of that. Throws Absent where it would take minutes, and for a part
 * where calls are asynchronous.
 */
export async function tfjsSampling(
  host: TfjsHost,
  { pass, part }: BenchmarkCase,
  problem: SamplingProblem,
  sampling: Sampling = samplingOf(problem),
): Promise<Work> {
  requireFewValues(host, problem.image.length);
  if (part && host.wait) {
    throw new Absent(`${host.name} computes asynchronously, so parts of a pass can't be timed`);
  }
  const image = tensor4d(problem.image, [...problem.shape]);
  const at = await fieldValues(problem);
  const field = tensor(at.values, at.shape);
  const upstream = tensor(problem.upstream, [...problem.outputShape]);
  const forward = (pixels: Tensor, at: Tensor): Tensor4D =>
    sampling.apply(pixels as Tensor4D, at as Tensor2D | Tensor4D);
  let outputAt = 0;
  const gradients = grads((pixels: Tensor, at: Tensor) => {
    const output = forward(pixels, at);
    outputAt = performance.now();
    return output;
  });
  const held = [image, field, upstream, sampling];
  if (pass === 'forward') {
    const compute = (): Tensor => forward(image, field);
    const check = async (): Promise<Checked> => checkOutput(problem, await valuesOf(compute()));
    return tensorWork(host, () => [compute()], check, held);
  }
  const backward = (dy: Tensor): Tensor[] => gradients([image, field], dy);
  const check = (): Promise<Checked> => checkBackward(problem, backward);
  const whole = (): Tensor[] => backward(upstream);
  const work = tensorWork(host, whole, check, held);
  return part ? { ...work, time: timedPart(part, whole, () => outputAt) } : work;
}

/** Times a backward pass up to the moment when its output is there, or from there on. */
function timedPart(
  part: 'forward' | 'gradients',
  backward: () => readonly Tensor[],
  outputAt: () => number,
): Work['time'] {
  return (calls) => {
    let sum = 0;
    for (let call = 0; call < calls; call++) {
      const begin = performance.now();
      const made = backward();
      sum += part === 'forward' ? outputAt() - begin : performance.now() - outputAt();
      made.forEach((gradient) => gradient.dispose());
    }
    return sum / calls;
  };
}

async function checkBackward(
  problem: SamplingProblem,
  backward: (dy: Tensor) => Tensor[],
): Promise<Checked> {
  // A composite sampler has no oracle.
  const given = problem.kernel ? (await expectationOf(problem)).upstream : problem.upstream;
  const dy = tensor(given, [...problem.outputShape]);
  const made = backward(dy);
  dy.dispose();
  const [byImage, byField] = await Promise.all(made.map(valuesOf));
  if (!byImage || !byField) throw new RangeError('there must be two gradients');
  const by = problem.field === 'grid' ? { grid: byField } : { theta: byField };
  return checkGradients(problem, byImage, by);
}
