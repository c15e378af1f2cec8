import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { Absent } from '../contestants/absent.js';
import { checkWindow } from '../convolutions/check-window.js';
import { windowLayout } from '../convolutions/window-layout.js';
import { windowProblem } from '../convolutions/window-problem.js';
import { readTensor, writeTensor } from './raw-tensor.js';
import type { TorchTask } from './torch-task.js';

/**
 * A convolution, a max-pooling or one of their gradients in PyTorch.
 *
 * @throws Absent for padding that differs from side to side, which PyTorch does not have
 */
export function torchWindow(benchmarkCase: BenchmarkCase, seed: number): TorchTask {
  const { pass } = benchmarkCase;
  const problem = windowProblem(benchmarkCase, seed);
  const { shape, window, outputShape, image, filter, upstream } = problem;
  const { before, after } = windowLayout(shape, window);
  if (before.join() !== after.join()) throw new Absent('PyTorch pads both sides alike');
  return {
    request: {
      operation: benchmarkCase.operation,
      shape,
      window,
      outputShape,
      pass,
      padding: before,
    },
    async write(folder) {
      await writeTensor(folder, 'image', image);
      await writeTensor(folder, 'filter', filter);
      await writeTensor(folder, 'upstream', upstream);
    },
    check: async (folder) =>
      checkWindow(benchmarkCase, problem, await readTensor(folder, 'output')),
  };
}
