import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { checkGradients, checkOutput } from '../checks/check-sampling.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import { readTensor, writeTensor } from './raw-tensor.js';
import type { TorchTask } from './torch-task.js';

/** grid_sample in PyTorch; it has fields for affine only, otherwise its grid is given. */
export function torchSampling(
  { pass }: BenchmarkCase,
  { problem, expectation }: PosedSampling,
): TorchTask {
  const { shape, field, sampler, image, theta, upstream } = problem;
  const isAffine = field === 'affine';
  return {
    request: { shape, field, sampler, pass },
    async write(folder) {
      await writeTensor(folder, 'image', image);
      await (isAffine
        ? writeTensor(folder, 'theta', theta)
        : writeTensor(folder, 'grid', problem.grid));
      if (pass === 'forward') return;
      await writeTensor(folder, 'upstream', upstream);
      await writeTensor(folder, 'sparse', expectation.upstream);
    },
    async check(folder) {
      if (pass === 'forward') {
        return checkOutput(problem, expectation, await readTensor(folder, 'output'));
      }
      const [byImage, byField] = [
        await readTensor(folder, 'by-image'),
        await readTensor(folder, 'by-field'),
      ];
      const by = isAffine ? { byTheta: byField } : { byGrid: byField };
      return checkGradients(problem, expectation, { byImage, ...by });
    },
  };
}
