import { tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { seededRandom } from '@tfjs-stn/testing';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { valueCount, type Shape } from '../cases/shape.js';
import { Absent } from '../contestants/absent.js';
import type { Entry } from '../contestants/entry.js';
import { tensorEntry } from '../contestants/tensor-entry.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { checkInference, checkTraining } from './check-st-cnn.js';
import { stCnnModel } from './st-cnn-model.js';

/** Images of a batch that the float64 net computes as well. */
const checkedImages = 2;

/**
 * The ST-CNN on a backend of tfjs: logits of a batch, or a step of training, which is over when its
 * loss can be read.
 *
 * @throws Absent where it would take minutes
 */
export function tfjsStCnn(host: TfjsHost, { pass, shape }: BenchmarkCase, seed: number): Entry {
  if (host.slow && pass === 'training step' && shape[0] > 1) {
    throw new Absent('plain JavaScript takes too long to train on a batch');
  }
  const model = stCnnModel(shape, seed);
  const random = seededRandom(seed);
  const pixels = Float32Array.from({ length: valueCount(shape) }, random);
  const labels = Array.from({ length: shape[0] }, () => Math.floor(random() * 10));
  const images = tensor(pixels, [...shape]);
  const targets = oneHot(labels);
  const few: Shape = [Math.min(checkedImages, shape[0]), shape[1], shape[2], shape[3]];
  const sample = {
    shape: few,
    pixels: pixels.subarray(0, valueCount(few)),
    labels: labels.slice(0, few[0]),
    targets: oneHot(labels.slice(0, few[0])),
  };
  const dispose = (): void => {
    [images, targets, sample.targets].forEach((held) => held.dispose());
    disposeModel(model);
  };
  if (pass === 'inference') {
    const compute = (): Tensor[] => [model.predictOnBatch(images) as Tensor];
    return tensorEntry(host, { compute, check: () => checkInference(model, sample), dispose });
  }
  return {
    call: async () => void (await model.trainOnBatch(images, targets)),
    check: () => checkTraining(model, sample),
    dispose,
  };
}

function oneHot(labels: readonly number[]): Tensor {
  const rows = labels.map((label) => Array.from({ length: 10 }, (_, at) => (at === label ? 1 : 0)));
  return tensor2d(rows, [labels.length, 10]);
}

function disposeModel(model: Sequential): void {
  model.optimizer.dispose();
  model.dispose();
}
