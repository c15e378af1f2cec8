import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildDigitModel, transformerOf } from '@tfjs-stn-apps/digit-training';
import { seededRandom } from '@tfjs-stn/testing';
import { affine } from '@tfjs-stn/transform-affine';

import { valueCount, type BenchmarkCase, type Shape } from '../cases/cases.js';
import { requireClose, spread } from '../problems/compare-values.js';
import { partsOf } from '../problems/sampling-problem.js';
import { timed, type Checked, type Work } from './contestant.js';
import { requireFew, requireKernel, tensorWork, valuesOf, type TfjsHost } from './tfjs-host.js';

/** Small, since gradients are large at the start. */
export const learningRate = 1e-4;
/** What the third derivative of the loss, and kinks, take from a step or add to it. */
const curvature = 0.1;

/** A weight of the net with its shape. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A batch of images and labels. Two images fill it, so that equal rows must have equal logits. */
export function stCnnProblem(
  shape: Shape,
  seed: number,
): { readonly pixels: Float32Array; readonly labels: readonly number[] } {
  const [batch, ...image] = shape;
  const count = batch % 2 === 0 ? 2 : 1;
  const random = seededRandom(seed);
  const few = Float32Array.from({ length: count * valueCount(image) }, random);
  const labels = Array.from({ length: count }, () => Math.floor(random() * 10));
  return {
    pixels: Float32Array.from({ length: valueCount(shape) }, (_, i) => few[i % few.length] ?? NaN),
    labels: Array.from({ length: batch }, (_, item) => labels[item % count] ?? NaN),
  };
}

/**
 * The ST-CNN of `digit-training`, untrained, from images `[batch, side, side, 1]` to logits
 * `[batch, 10]`. Its transformer rotates each image by another angle, so that there is something to
 * sample.
 */
export function stCnnModel([, imageSize]: Shape, runSeed: number): LayersModel {
  const filters = [32, 64] as const;
  // With this offset the first steps of the default seed meet few kinks of ReLU and sampling.
  const seed = runSeed + 10;
  const model = buildDigitModel({
    name: 'st-cnn',
    imageSize,
    filters,
    transform: affine(),
    seed: [seed],
  });
  // The last layer of the localisation net starts at the identity.
  const transformer = transformerOf(model);
  const weights = transformer?.getWeights() ?? [];
  const kernel = tf.randomNormal(weights.at(-2)?.shape ?? [], 0, 0.02, 'float32', seed);
  const bias = tf.tensor(partsOf('affine').drawTheta(seededRandom(seed)));
  transformer?.setWeights([...weights.slice(0, -2), kernel, bias]);
  [kernel, bias].forEach((made) => made.dispose());
  model.compile({
    optimizer: tf.train.sgd(learningRate),
    loss: (labels: Tensor, logits: Tensor) => tf.losses.softmaxCrossEntropy(labels, logits),
  });
  return model;
}

/** The weights of a model, in tf.layers' order. */
export function weightsOf(model: LayersModel): Promise<Weight[]> {
  return Promise.all(
    model.getWeights().map(async (weight) => ({
      shape: [...weight.shape],
      data: Float32Array.from(await weight.data()),
    })),
  );
}

export function disposeModel(model: LayersModel): void {
  model.optimizer.dispose();
  model.dispose();
}

/**
 * The ST-CNN on a backend of tfjs: logits of a batch, or a training step, which ends when its loss can
 * be read.
 *
 * @throws Absent where it would take minutes, or the backend cannot train
 */
export function tfjsStCnn(host: TfjsHost, { pass, shape }: BenchmarkCase, seed: number): Work {
  const isTraining = pass === 'training step';
  requireFew(host, shape[0], isTraining ? 1 : 16, `a batch of ${shape[0]}`);
  if (isTraining) {
    ['Conv2DBackpropFilter', 'Conv2DBackpropInput', 'MaxPoolGrad'].forEach(requireKernel);
  }
  const model = stCnnModel(shape, seed);
  const { pixels, labels } = stCnnProblem(shape, seed);
  const images = tf.tensor(pixels, [...shape]);
  const classes = tf.tensor(
    labels.map((label) => Array.from({ length: 10 }, (_, i) => +(i === label))),
  );
  const dispose = (): void => {
    [images, classes].forEach((held) => held.dispose());
    disposeModel(model);
  };
  if (!isTraining) {
    const compute = (): Tensor => model.predictOnBatch(images) as Tensor;
    const check = async (): Promise<Checked> => checkLogits(shape[0], await valuesOf(compute()));
    return tensorWork(host, () => [compute()], check, [{ dispose }]);
  }
  const step = async (): Promise<number> => Number(await model.trainOnBatch(images, classes));
  return {
    time: timed(step),
    async check() {
      const before = await weightsOf(model);
      const loss = await step();
      const after = await weightsOf(model);
      const drop = loss - (await step());
      const last = await weightsOf(model);
      // From here on steps leave the weights alone, so that all are the same.
      if (model.optimizer instanceof tf.SGDOptimizer) model.optimizer.setLearningRate(0);
      return { ...checkStep(before, after, { drop, last }), note: host.note?.() };
    },
    dispose,
  };
}

/** Logits `[batch, 10]`, whose rows repeat as the images do. Throws WrongResult. */
export function checkLogits(batch: number, logits: Float32Array): Checked {
  const few = logits.subarray(0, batch % 2 === 0 ? 20 : 10);
  const repeated = Float32Array.from({ length: batch * 10 }, (_, i) => few[i % few.length] ?? NaN);
  return { error: requireClose('the logits', logits, repeated, 1e-4), values: spread(logits) };
}

/**
 * A step by SGD, whose gradient is what weights before and after differ by. It must lower the loss as
 * the mean of its gradient and that of the next step says (the trapezoidal rule). Throws WrongResult.
 *
 * @param next by how much the step lowered the loss, and the weights after another step
 */
export function checkStep(
  before: readonly Weight[],
  after: readonly Weight[],
  next?: { readonly drop: number; readonly last: readonly Weight[] },
): Checked {
  const gradients = gradientsOf(before, after);
  const values = gradients.flatMap((gradient) => spread(gradient, 97));
  if (next === undefined) return { values };
  const [first, second] = [gradients, gradientsOf(after, next.last)].map((all) =>
    all.flatMap((gradient) => [...gradient]),
  );
  const slope = first?.reduce((sum, g, index) => sum + (g * (g + (second?.[index] ?? NaN))) / 2, 0);
  const ratio = next.drop / learningRate / (slope ?? NaN);
  requireClose("the training step's loss", [ratio], [1], curvature);
  return { values };
}

function gradientsOf(before: readonly Weight[], after: readonly Weight[]): Float32Array[] {
  return before.map(({ data }, index) =>
    data.map((old, at) => (old - (after[index]?.data[at] ?? NaN)) / learningRate),
  );
}
