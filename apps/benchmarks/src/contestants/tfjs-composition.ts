import {
  add,
  cast,
  clipByValue,
  equal,
  expandDims,
  floor,
  gatherND,
  linspace,
  matMul,
  mul,
  ones,
  range,
  reshape,
  slice,
  stack,
  sub,
  tensor,
  tensor4d,
  tidy,
  tile,
  transpose,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import type { SamplingProblem } from '../problems/sampling-problem.js';
import type { Entry } from './entry.js';
import { requireFewValues } from './require-few-values.js';
import { outputEntry } from './output-entry.js';

/**
 * The affine spatial transformer, or sampling along a grid, as most people write it in tfjs ops,
 * after the well-known ones for TensorFlow: a grid by matMul, floor, four gathers, four weights. It has no gradient, for
 * `tf.gatherND` has none.
 *
 * @throws Absent where it would take too long
 */
export function tfjsComposition(host: TfjsHost, posed: PosedSampling): Entry {
  const { problem } = posed;
  requireFewValues(host, problem.image.length);
  const image = tensor4d(problem.image, [...problem.shape]);
  const [batch, height, width] = problem.shape;
  const isGrid = problem.field === 'grid';
  const field = isGrid
    ? tensor(problem.grid, [batch, height, width, 2])
    : tensor(problem.theta, [batch, 2, 3]);
  const looked = (): Tensor[] => (isGrid ? givenGrid(field, problem) : affineGrid(field, problem));
  return outputEntry(host, posed, {
    compute: () => tidy(() => sample(image, looked())),
    dispose: () => [image, field].forEach((held) => held.dispose()),
  });
}

/** Where every output pixel looks, as x and y in pixels, each `[batch, height, width]`. */
function affineGrid(theta: Tensor, { shape: [batch, height, width] }: SamplingProblem): Tensor[] {
  const centres = (size: number): Tensor => linspace(1 / size - 1, 1 - 1 / size, size);
  const x = reshape(tile(expandDims(centres(width), 0), [height, 1]), [-1]);
  const y = reshape(tile(expandDims(centres(height), 1), [1, width]), [-1]);
  const base = tile(expandDims(stack([x, y, ones([height * width])]), 0), [batch, 1, 1]);
  const looked = transpose(matMul(theta, base), [1, 0, 2]);
  return [width, height].map((size, axis) => {
    return inPixels(reshape(slicePlane(looked, axis), [batch, height, width]), size);
  });
}

/** The same from a grid `[batch, height, width, 2]`. */
function givenGrid(grid: Tensor, { shape: [batch, height, width] }: SamplingProblem): Tensor[] {
  return [width, height].map((size, axis) => {
    const plane = slice(grid, [0, 0, 0, axis], [-1, -1, -1, 1]);
    return inPixels(reshape(plane, [batch, height, width]), size);
  });
}

function inPixels(normalised: Tensor, size: number): Tensor {
  return mul(sub(mul(add(normalised, 1), size), 1), 0.5);
}

function slicePlane(planes: Tensor, index: number): Tensor {
  return slice(planes, [index, 0, 0], [1, -1, -1]);
}

function sample(image: Tensor4D, [x, y]: readonly Tensor[]): Tensor4D {
  if (x === undefined || y === undefined) throw new RangeError('two axes are needed');
  const [left, top] = [floor(x), floor(y)];
  const [right, bottom] = [add(left, 1), add(top, 1)];
  const taps: readonly (readonly [Tensor, Tensor, Tensor])[] = [
    [left, top, mul(sub(right, x), sub(bottom, y))],
    [right, top, mul(sub(x, left), sub(bottom, y))],
    [left, bottom, mul(sub(right, x), sub(y, top))],
    [right, bottom, mul(sub(x, left), sub(y, top))],
  ];
  return taps
    .map(([column, row, weight]) => mul(read(image, column, row), expandDims(weight, 3)))
    .reduce((sum, part) => add(sum, part)) as Tensor4D;
}

/** The pixels at whole coordinates, 0 outside. */
function read(image: Tensor4D, x: Tensor, y: Tensor): Tensor {
  const [batch, height, width] = image.shape;
  const column = clipByValue(x, 0, width - 1);
  const row = clipByValue(y, 0, height - 1);
  const item = tile(reshape(range(0, batch), [batch, 1, 1]), [1, height, width]);
  const inside = mul(cast(equal(x, column), 'float32'), cast(equal(y, row), 'float32'));
  const indices = stack([item, row, column], 3);
  return mul(gatherND(image, cast(indices, 'int32')), expandDims(inside, 3));
}
