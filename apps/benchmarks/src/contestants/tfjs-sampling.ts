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
import { Absent } from './absent.js';
import type { Entry } from './entry.js';
import { requireFewValues } from './require-few-values.js';
import type { Sampling } from './sampling-parts.js';
import { tensorEntry } from './tensor-entry.js';

/**
 * A sampling operation on a backend of tfjs: the output alone, or the gradients by image and θ (or
 * grid), with the forward that they need; or one part of these.
 *
 * @throws Absent where it would take minutes, and for a part where calls don't compute at once
 */
export function tfjsSampling(
  host: TfjsHost,
  { pass, part }: BenchmarkCase,
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
  const { compute, check, own, outputAt } = pass === 'forward' ? forward(work) : backward(work);
  const entry = tensorEntry(host, {
    compute,
    check,
    dispose() {
      [image, field, ...own].forEach((held) => held.dispose());
      sampling.dispose();
    },
  });
  if (outputAt === undefined || part === undefined) return entry;
  if (host.wait) throw new Absent(`${host.name} does not compute at once, part by part`);
  const time = part === 'forward' ? timeUntil : timeSince;
  return { ...entry, time: (calls) => time(entry, outputAt, calls) };
}

/** Milliseconds per call from its beginning to a moment within it. */
function timeUntil(entry: Entry, moment: () => number, calls: number): number {
  let sum = 0;
  for (let made = 0; made < calls; made++) {
    const begin = performance.now();
    void entry.call();
    sum += moment() - begin;
  }
  return sum / calls;
}

/** Milliseconds per call from a moment within it to its end. */
function timeSince(entry: Entry, moment: () => number, calls: number): number {
  let sum = 0;
  for (let made = 0; made < calls; made++) {
    void entry.call();
    sum += performance.now() - moment();
  }
  return sum / calls;
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
  /** When the output of the last call was there, of a pass that goes on from it. */
  readonly outputAt?: () => number;
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
  let outputAt = 0;
  const both = grads((pixels: Tensor, at: Tensor) => {
    const output = sampling.apply(pixels as Tensor4D, at as Tensor2D | Tensor4D);
    outputAt = performance.now();
    return output;
  });
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
    outputAt: () => outputAt,
  };
}
