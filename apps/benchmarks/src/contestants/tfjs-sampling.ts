import {
  grads,
  tensor,
  tensor4d,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { checkGradients, checkOutput } from '../checks/check-sampling.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import type { Entry } from './entry.js';
import { requireFewValues } from './require-few-values.js';
import type { Sampling } from './sampling-parts.js';
import { tensorEntry } from './tensor-entry.js';

/**
 * A sampling operation on a backend of tfjs: the output alone, or the gradients by image and θ (or
 * grid), with the forward that they need.
 *
 * @throws Absent where it would take minutes
 */
export function tfjsSampling(
  host: TfjsHost,
  { pass }: BenchmarkCase,
  posed: PosedSampling,
  sampling: Sampling,
): Entry {
  const { problem } = posed;
  requireFewValues(host, problem.image.length);
  const [batch, height, width] = problem.shape;
  const image = tensor4d(problem.image, [...problem.shape]);
  const field =
    problem.field === 'grid'
      ? tensor(problem.grid, [batch, height, width, 2])
      : tensor(problem.theta, [batch, problem.paramCount]);
  const work = { sampling, image, field: field as Tensor2D | Tensor4D, posed };
  const { compute, check, own } = pass === 'forward' ? forward(work) : backward(work);
  return tensorEntry(host, {
    compute,
    check,
    dispose() {
      [image, field, ...own].forEach((held) => held.dispose());
      sampling.dispose();
    },
  });
}

const none = new Float32Array();

interface Work {
  readonly sampling: Sampling;
  readonly image: Tensor4D;
  readonly field: Tensor2D | Tensor4D;
  readonly posed: PosedSampling;
}

interface PassWork {
  compute(): Tensor[];
  check(): Promise<number>;
  /** Tensors that it holds besides image and field. */
  readonly own: readonly Tensor[];
}

function forward({ sampling, image, field, posed }: Work): PassWork {
  return {
    compute: () => [sampling.apply(image, field)],
    async check() {
      const output = sampling.apply(image, field);
      const values = Float32Array.from(await output.data());
      output.dispose();
      return checkOutput(posed.problem, posed.expectation, values);
    },
    own: [],
  };
}

function backward({ sampling, image, field, posed: { problem, expectation } }: Work): PassWork {
  const both = grads((pixels: Tensor, at: Tensor) =>
    sampling.apply(pixels as Tensor4D, at as Tensor2D | Tensor4D),
  );
  const upstream = tensor(problem.upstream, [...problem.shape]);
  return {
    compute: () => both([image, field], upstream),
    async check() {
      const sparse = tensor(expectation.upstream, [...problem.shape]);
      const gradients = both([image, field], sparse);
      const [byImage = none, byField = none] = await Promise.all(
        gradients.map(async (gradient) => Float32Array.from(await gradient.data())),
      );
      [sparse, ...gradients].forEach((held) => held.dispose());
      const by = problem.field === 'grid' ? { byGrid: byField } : { byTheta: byField };
      return checkGradients(problem, expectation, { byImage, ...by });
    },
    own: [upstream],
  };
}
