import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { useBackend } from '../hosts/use-backend.js';
import { checkLogits, checkStep } from '../st-cnn/check-st-cnn.js';
import type { Weight } from '../st-cnn/expected-logits.js';
import { innerSide, learningRate, stCnnModel } from '../st-cnn/st-cnn-model.js';
import { stCnnProblem } from '../st-cnn/st-cnn-problem.js';
import { weightsOf } from '../st-cnn/weights-of.js';
import { readTensor, writeTensor } from './raw-tensor.js';
import type { TorchTask } from './torch-task.js';

/** The same net with the same weights in PyTorch: logits of a batch, or a step of training. */
export async function torchStCnn({ pass, shape }: BenchmarkCase, seed: number): Promise<TorchTask> {
  const problem = stCnnProblem(shape, seed);
  const weights = await initialWeights(shape, seed);
  return {
    request: {
      shape,
      pass,
      net: { innerSide, learningRate, weights: weights.map((w) => w.shape) },
    },
    async write(folder) {
      await writeTensor(folder, 'image', problem.pixels);
      await writeTensor(folder, 'labels', Float32Array.from(problem.labels));
      for (const [index, { data }] of weights.entries()) {
        await writeTensor(folder, `weight-${index}`, data);
      }
    },
    async check(folder) {
      if (pass === 'inference') {
        return checkLogits(weights, problem, await readTensor(folder, 'output'));
      }
      const after: Weight[] = [];
      for (const [index, { shape: own }] of weights.entries()) {
        const values = await readTensor(folder, `weight-${index}`);
        after.push({ shape: own, data: Float64Array.from(values) });
      }
      return checkStep(weights, after, problem);
    },
  };
}

async function initialWeights(shape: BenchmarkCase['shape'], seed: number): Promise<Weight[]> {
  await useBackend('cpu');
  const model = stCnnModel(shape, seed);
  const weights = await weightsOf(model);
  model.optimizer.dispose();
  model.dispose();
  return weights;
}
