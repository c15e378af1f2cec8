import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

import { checkOutput } from '../problems/sampling-expectation.js';
import { pixelMatrices } from '../problems/sampling-problem.js';
import type { SamplingProblem, SamplingProblems } from '../problems/sampling-problem.js';
import { Absent, defineContestant, type Contestant, type Work } from './contestant.js';
import { forwardPeer } from './forward-peer.js';
import { identityOn, requireFewValues, requireKernel, tensorWork, valuesOf } from './tfjs-host.js';
import type { TfjsHost } from './tfjs-host.js';
import { tfjsWindow } from './tfjs-window.js';

const warps = ['affine', 'affine-nearest', 'projective'];

/** What tfjs itself offers on a backend: its own transform, its ops, its convolutions and pooling. */
export function tfjsPeers(host: TfjsHost, problems: SamplingProblems, seed: number): Contestant[] {
  const ops = ['affine', 'grid-bilinear'];
  return [
    sampler(host, problems, 'tf.image.transform', warps, imageTransform),
    // `tf.gatherND` has no gradient.
    sampler(host, problems, 'tfjs ops', ops, composedSampling),
    defineContestant(
      identityOn(host, 'tfjs', 'peer'),
      ({ window }) => window !== undefined,
      (benchmarkCase) => tfjsWindow(host, benchmarkCase, seed),
      () => host.activate(),
    ),
  ];
}

/** TensorFlow's own op for warps, for which tfjs-node has no kernel; but a program may call it. */
export function projectiveTransformOp(host: TfjsHost, problems: SamplingProblems): Contestant {
  return sampler(host, problems, 'ImageProjectiveTransformV3', warps, opCall);
}

function sampler(
  host: TfjsHost,
  problems: SamplingProblems,
  what: string,
  operations: readonly string[],
  prepare: (host: TfjsHost, problem: SamplingProblem) => Work | Promise<Work>,
): Contestant {
  const { role: _, ...identity } = identityOn(host, what, 'peer');
  const peer = { ...identity, operations, problems, activate: () => host.activate() };
  return forwardPeer(peer, (problem) => prepare(host, problem));
}

function outputWork(
  host: TfjsHost,
  problem: SamplingProblem,
  compute: () => Tensor,
  held: readonly Tensor[],
): Work {
  const check = async () => checkOutput(problem, await valuesOf(compute()));
  return tensorWork(host, () => [compute()], check, held);
}

/** Throws Absent on the cpu backend for a batch, and where the backend has no kernel. */
function imageTransform(host: TfjsHost, problem: SamplingProblem): Work {
  const [batch, height, width] = problem.shape;
  if (host.name === 'cpu' && batch > 1) {
    throw new Absent('on cpu it transforms only the first of a batch');
  }
  requireKernel('Transform');
  const image = tf.tensor4d(problem.image, [...problem.shape]);
  const rows = tf.tensor2d(pixelRows(problem), [batch, 8]);
  const mode = problem.kernel === 'nearest' ? 'nearest' : 'bilinear';
  const compute = (): Tensor =>
    tf.image.transform(image, rows, mode, 'constant', 0, [height, width]);
  return outputWork(host, problem, compute, [image, rows]);
}

/** Rows of eight: the homography in pixels, scaled so that its last entry is 1. */
function pixelRows(problem: SamplingProblem): number[][] {
  return pixelMatrices(problem).map((matrix) =>
    matrix.slice(0, 8).map((value) => value / (matrix[8] ?? NaN)),
  );
}

/**
 * The affine spatial transformer, or sampling along a grid, as most people write it in tfjs ops: a grid
 * by matMul, floor, four gathers, four weights.
 */
async function composedSampling(host: TfjsHost, problem: SamplingProblem): Promise<Work> {
  requireFewValues(host, problem.image.length);
  const [batch, height, width] = problem.shape;
  const points = problem.field === 'grid' ? await problem.points() : undefined;
  const image = tf.tensor4d(problem.image, [...problem.shape]);
  const field = points
    ? tf.tensor(Float32Array.from(points), [batch, height, width, 2])
    : tf.tensor(problem.theta, [batch, 2, 3]);
  const compute = (): Tensor =>
    tf.tidy(() => {
      const [x, y] = [0, 1].map((axis) => {
        const plane = points
          ? tf.slice(field, [0, 0, 0, axis], [-1, -1, -1, 1])
          : tf.slice(affineGrid(field, problem), [axis, 0, 0], [1, -1, -1]);
        const pixels = tf.sub(tf.mul(tf.add(plane, 1), axis === 0 ? width : height), 1);
        return tf.reshape(tf.mul(pixels, 0.5), [batch, height, width]);
      });
      return gatherBilinear(image, x as Tensor, y as Tensor);
    });
  return outputWork(host, problem, compute, [image, field]);
}

/** `[2, batch, height · width]` */
function affineGrid(theta: Tensor, { shape: [batch, height, width] }: SamplingProblem): Tensor {
  const centres = (size: number): Tensor => tf.linspace(1 / size - 1, 1 - 1 / size, size);
  const x = tf.reshape(tf.tile(tf.expandDims(centres(width), 0), [height, 1]), [-1]);
  const y = tf.reshape(tf.tile(tf.expandDims(centres(height), 1), [1, width]), [-1]);
  const base = tf.expandDims(tf.stack([x, y, tf.ones([height * width])]), 0);
  return tf.transpose(tf.matMul(theta, tf.tile(base, [batch, 1, 1])), [1, 0, 2]);
}

function gatherBilinear(image: Tensor4D, x: Tensor, y: Tensor): Tensor {
  const [left, top] = [tf.floor(x), tf.floor(y)];
  const [right, bottom] = [tf.add(left, 1), tf.add(top, 1)];
  const taps: readonly (readonly [Tensor, Tensor, Tensor])[] = [
    [left, top, tf.mul(tf.sub(right, x), tf.sub(bottom, y))],
    [right, top, tf.mul(tf.sub(x, left), tf.sub(bottom, y))],
    [left, bottom, tf.mul(tf.sub(right, x), tf.sub(y, top))],
    [right, bottom, tf.mul(tf.sub(x, left), tf.sub(y, top))],
  ];
  return taps
    .map(([column, row, weight]) => tf.mul(gather(image, column, row), tf.expandDims(weight, 3)))
    .reduce((sum, part) => tf.add(sum, part));
}

/** The pixels at whole coordinates, 0 outside. */
function gather(image: Tensor4D, x: Tensor, y: Tensor): Tensor {
  const [batch, height, width] = image.shape;
  const [column, row] = [tf.clipByValue(x, 0, width - 1), tf.clipByValue(y, 0, height - 1)];
  const items = tf.tile(tf.reshape(tf.range(0, batch), [batch, 1, 1]), [1, height, width]);
  const indices = tf.cast(tf.stack([items, row, column], 3), 'int32');
  const inside = tf.logicalAnd(tf.equal(x, column), tf.equal(y, row));
  return tf.mul(tf.gatherND(image, indices), tf.expandDims(tf.cast(inside, 'float32'), 3));
}

/** What of tfjs-node's backend is used. */
interface NodeBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_FLOAT' | 'TF_ATTR_STRING', number>>;
  executeSingleOutput(
    op: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly Tensor[],
  ): Tensor;
}

function opCall(host: TfjsHost, problem: SamplingProblem): Work {
  const [, height, width] = problem.shape;
  const tensorflow = tf.backend() as tf.KernelBackend & NodeBackend;
  const { TF_ATTR_TYPE, TF_FLOAT, TF_ATTR_STRING } = tensorflow.binding;
  const given = tf.tensor4d(problem.image, [...problem.shape]);
  // The result of an op is in TensorFlow's memory already, as it would be in a program.
  const image = tf.add(given, 0);
  const size = tf.tensor1d([height, width], 'int32');
  const inputs = [image, tf.tensor2d(pixelRows(problem)), size, tf.scalar(0)];
  const mode = problem.kernel === 'nearest' ? 'NEAREST' : 'BILINEAR';
  const attributes = [
    { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'interpolation', type: TF_ATTR_STRING, value: mode },
    { name: 'fill_mode', type: TF_ATTR_STRING, value: 'CONSTANT' },
  ];
  const compute = (): Tensor =>
    tensorflow.executeSingleOutput('ImageProjectiveTransformV3', attributes, inputs);
  return outputWork(host, problem, compute, [given, ...inputs]);
}
