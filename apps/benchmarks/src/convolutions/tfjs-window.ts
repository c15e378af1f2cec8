import {
  engine,
  tensor,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { valueCount } from '../cases/shape.js';
import { Absent } from '../contestants/absent.js';
import type { Entry } from '../contestants/entry.js';
import { requireKernel } from '../contestants/require-kernel.js';
import { tensorEntry } from '../contestants/tensor-entry.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { checkWindow } from './check-window.js';
import { windowProblem, type WindowProblem } from './window-problem.js';

/** Above so many multiplications plain JavaScript, or a GPU in software, takes seconds. */
const slowLimit = 2e7;

/**
 * A convolution, a max-pooling or one of their gradients on a backend of tfjs, called as a kernel,
 * so that nothing but the kernel is timed.
 *
 * @throws Absent where it would take minutes, or the backend has no such kernel
 */
export function tfjsWindow(host: TfjsHost, benchmarkCase: BenchmarkCase, seed: number): Entry {
  const name = kernelName(benchmarkCase);
  requireKernel(name);
  const problem = windowProblem(benchmarkCase, seed);
  const { shape, window, outputShape } = problem;
  const taps = valueCount(window.size.slice(0, 3));
  if (host.mostValues?.() !== undefined && valueCount(outputShape) * taps > slowLimit) {
    const what = host.slow ? 'plain JavaScript' : 'a GPU in software';
    throw new Absent(`${what} takes too long for so many multiplications`);
  }
  const image = tensor(problem.image, [...shape]);
  const upstream = tensor(problem.upstream, [...outputShape]);
  const held = { image, upstream, filter: filterOf(problem) };
  const { inputs, attributes, own } = argumentsOf(benchmarkCase, problem, held);
  const compute = (): Tensor[] => {
    const result = engine().runKernel(name, inputs, attributes);
    return Array.isArray(result) ? result : [result];
  };
  return tensorEntry(host, {
    compute,
    async check() {
      const [result] = compute();
      const values = Float32Array.from((await result?.data()) ?? []);
      result?.dispose();
      return checkWindow(benchmarkCase, problem, values);
    },
    dispose: () => [image, upstream, held.filter, ...own].forEach((each) => each.dispose()),
  });
}

interface Held {
  readonly image: Tensor;
  readonly upstream: Tensor;
  readonly filter: Tensor;
}

interface Arguments {
  readonly inputs: NamedTensorMap;
  readonly attributes: NamedAttrMap;
  readonly own: readonly Tensor[];
}

function filterOf({ filter, window }: WindowProblem): Tensor {
  return tensor(filter, filter.length > 0 ? [...window.size] : [0]);
}

function kernelName({ operation, pass }: BenchmarkCase): string {
  if (operation === 'max-pool') return pass === 'forward' ? 'MaxPool' : 'MaxPoolGrad';
  if (pass === 'forward') return 'Conv2D';
  return pass === 'filter gradient' ? 'Conv2DBackpropFilter' : 'Conv2DBackpropInput';
}

function argumentsOf(
  { operation, pass }: BenchmarkCase,
  { shape, window: { size, strides, pad } }: WindowProblem,
  { image: x, upstream: dy, filter }: Held,
): Arguments {
  const convolution = { strides, pad, dilations: 1, dataFormat: 'NHWC' };
  const pooling = { filterSize: [size[0] ?? 1, size[1] ?? 1], strides, pad };
  if (operation === 'max-pool' && pass === 'forward') {
    return { inputs: { x }, attributes: pooling, own: [] };
  }
  if (operation === 'max-pool') {
    const output: Tensor = engine().runKernel('MaxPool', { x }, pooling);
    const inputs = { dy, input: x, output };
    return { inputs, attributes: pooling, own: [output] };
  }
  if (pass === 'forward') {
    return { inputs: { x, filter }, attributes: convolution, own: [] };
  }
  return pass === 'filter gradient'
    ? {
        inputs: { x, dy },
        attributes: { ...convolution, filterShape: [...size] },
        own: [],
      }
    : {
        inputs: { dy, filter },
        attributes: { ...convolution, inputShape: [...shape] },
        own: [],
      };
}
