import { SGDOptimizer, tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { Absent } from '../contestants/absent.js';
import type { Entry } from '../contestants/entry.js';
import { requireKernel } from '../contestants/require-kernel.js';
import { tensorEntry } from '../contestants/tensor-entry.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { checkLogits, checkStep } from './check-st-cnn.js';
import { stCnnModel } from './st-cnn-model.js';
import { stCnnProblem, type StCnnProblem } from './st-cnn-problem.js';
import { weightsOf } from './weights-of.js';

/**
 * The ST-CNN on a backend of tfjs: logits of a batch, or a step of training, which is over when its
 * loss can be read.
 *
 * @throws Absent where it would take minutes, or the backend can't train
 */
export function tfjsStCnn(host: TfjsHost, { pass, shape }: BenchmarkCase, seed: number): Entry {
  const isTraining = pass === 'training step';
  requireFewImages(host, shape[0], isTraining ? 1 : 16);
  if (isTraining) {
    ['Conv2DBackpropFilter', 'Conv2DBackpropInput', 'MaxPoolGrad'].forEach(requireKernel);
  }
  const model = stCnnModel(shape, seed);
  const problem = stCnnProblem(shape, seed);
  const images = tensor(problem.pixels, [...shape]);
  const targets = oneHot(problem.labels);
  const dispose = (): void => {
    [images, targets].forEach((held) => held.dispose());
    disposeModel(model);
  };
  if (pass === 'inference') {
    const compute = (): Tensor[] => [model.predictOnBatch(images) as Tensor];
    const check = async (): Promise<number> => {
      const [logits] = compute();
      const values = Float32Array.from((await logits?.data()) ?? []);
      logits?.dispose();
      return checkLogits(await weightsOf(model), problem, values);
    };
    return tensorEntry(host, { compute, check, dispose });
  }
  const step = async (): Promise<void> => void (await model.trainOnBatch(images, targets));
  return {
    call: step,
    check: () => checkTraining(model, problem, step),
    note: () => host.note?.(),
    dispose,
  };
}

/** @throws Absent where plain JavaScript, or a GPU in software, takes minutes for more images */
function requireFewImages(host: TfjsHost, batch: number, most: number): void {
  if (host.mostValues?.() === undefined || batch <= most) return;
  const what = host.slow ? 'plain JavaScript' : 'a GPU in software';
  throw new Absent(`${what} takes too long for a batch of ${batch}`);
}

/** Checks a step; those that come later leave the weights alone, so that all are the same. */
async function checkTraining(
  model: Sequential,
  problem: StCnnProblem,
  step: () => Promise<void>,
): Promise<number> {
  const before = await weightsOf(model);
  await step();
  const after = await weightsOf(model);
  if (model.optimizer instanceof SGDOptimizer) model.optimizer.setLearningRate(0);
  return checkStep(before, after, problem);
}

function oneHot(labels: readonly number[]): Tensor {
  const rows = labels.map((label) => Array.from({ length: 10 }, (_, at) => (at === label ? 1 : 0)));
  return tensor2d(rows, [labels.length, 10]);
}

function disposeModel(model: Sequential): void {
  model.optimizer.dispose();
  model.dispose();
}
