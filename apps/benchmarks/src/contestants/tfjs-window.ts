import { engine, tensor } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

import { valueCount, type BenchmarkCase } from '../cases/cases.js';
import { requireClose, spread } from '../problems/compare-values.js';
import { windowProblem, type WindowProblem } from '../problems/window-problem.js';
import type { Checked, Work } from './contestant.js';
import { requireFew, requireKernel, tensorWork, valuesOf, type TfjsHost } from './tfjs-host.js';

/** Above so many multiplications plain JavaScript, or a GPU in software, takes seconds. */
const slowLimit = 2e7;
const tolerance = 1e-4;

/** The kernels of tfjs: of the forward, and of the gradients w.r.t. filter and input. */
const kernels: Readonly<Record<string, readonly [forward: string, filter: string, input: string]>> =
  {
    convolution: ['Conv2D', 'Conv2DBackpropFilter', 'Conv2DBackpropInput'],
    'depthwise-convolution': [
      'DepthwiseConv2dNative',
      'DepthwiseConv2dNativeBackpropFilter',
      'DepthwiseConv2dNativeBackpropInput',
    ],
    'max-pool': ['MaxPool', '', 'MaxPoolGrad'],
    'average-pool': ['AvgPool', '', 'AvgPoolGrad'],
  };

/**
 * A convolution, a pooling or one of their gradients on a backend of tfjs, called as a kernel, so that
 * nothing but the kernel is timed.
 *
 * @throws Absent where it would take minutes, or the backend has no such kernel
 */
export function tfjsWindow(host: TfjsHost, benchmarkCase: BenchmarkCase, seed: number): Work {
  const [forward = '', filterGradient = '', inputGradient = ''] =
    kernels[benchmarkCase.operation] ?? [];
  const { pass } = benchmarkCase;
  const name = { forward, 'filter gradient': filterGradient }[pass as string] ?? inputGradient;
  requireKernel(name);
  const problem = windowProblem(benchmarkCase, seed);
  const { shape, window, outputShape } = problem;
  const multiplications = valueCount(outputShape) * valueCount(window.size.slice(0, 3));
  requireFew(host, multiplications, slowLimit, 'so many multiplications');
  const x = tensor(problem.image, [...shape]);
  const filter = tensor(problem.filter, problem.filter.length > 0 ? [...window.size] : [0]);
  const attributes = attributesOf(problem);
  const run = (kernel: string, inputs: NamedTensorMap, more: NamedAttrMap = {}): Tensor =>
    engine().runKernel(kernel, inputs, { ...attributes, ...more });
  const isPooling = problem.filter.length === 0;
  const output = run(forward, isPooling ? { x } : { x, filter });
  const upstream = tensor(problem.upstream, [...outputShape]);
  const gradient = (dy: Tensor): Tensor => {
    if (isPooling) return run(name, { dy, input: x, output });
    return pass === 'filter gradient'
      ? run(name, { x, dy }, { filterShape: [...window.size] })
      : run(name, { dy, filter }, { inputShape: [...shape] });
  };
  const compute = (): Tensor =>
    pass === 'forward' ? run(name, isPooling ? { x } : { x, filter }) : gradient(upstream);
  const check = async (): Promise<Checked> => {
    const values = spread(await valuesOf(compute()));
    if (pass === 'forward' || !isLinear(benchmarkCase)) return { values };
    const by = pass === 'filter gradient' ? problem.filter : problem.image;
    const square = dot(await output.data(), await output.data());
    const product = dot(await valuesOf(gradient(output)), by);
    return { values, error: requireClose(`the ${pass}`, [product / square], [1], tolerance) };
  };
  return tensorWork(host, () => [compute()], check, [x, filter, output, upstream]);
}

/**
 * Whether the output y is linear in what it is differentiated by, so that for the upstream gradient y
 * `⟨gradient, input⟩ = ⟨y, y⟩`. tfjs's mean over a padded window is not the same forward and backward.
 */
function isLinear({ operation, window }: BenchmarkCase): boolean {
  return operation !== 'average-pool' || window?.pad === 'valid';
}

function attributesOf({ window: { size, strides, pad }, filter }: WindowProblem): NamedAttrMap {
  return filter.length > 0
    ? { strides, pad, dilations: 1, dataFormat: 'NHWC' }
    : { filterSize: [size[0] ?? 1, size[1] ?? 1], strides, pad };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? NaN) * (b[index] ?? NaN);
  return sum;
}
