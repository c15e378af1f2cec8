import type { ConvCase } from './conv-cases.js';
import { runKernel, type Result, type Values } from './run-kernel.js';

/**
 * A filter gradient of tfjs's cpu backend. Its kernels take no notice of dilation, so they get a
 * filter with the holes written out.
 */
export async function cpuFilterGradient(
  kernelName: string,
  inputs: { readonly x: Values; readonly dy: Values },
  conv: ConvCase,
): Promise<Result> {
  const [rows, columns] = dilatedSize(conv);
  const filterShape = [rows, columns, conv.filter[2], conv.filter[3]];
  const attributes = { ...conv, dataFormat: 'NHWC', dilations: [1, 1], filterShape };
  const result = await runKernel('cpu', kernelName, inputs, attributes);
  const data = new Float32Array(conv.filter.reduce((product, length) => product * length));
  forEachTap(conv, (tap, hole, size) =>
    data.set(result.data.subarray(hole * size, (hole + 1) * size), tap * size),
  );
  return { shape: [...conv.filter], data, dtype: result.dtype };
}

/** An input gradient of tfjs's cpu backend, likewise. */
export async function cpuInputGradient(
  kernelName: string,
  { dy, filter }: { readonly dy: Values; readonly filter: Values },
  conv: ConvCase,
): Promise<Result> {
  const [rows, columns] = dilatedSize(conv);
  const shape = [rows, columns, conv.filter[2], conv.filter[3]];
  const data = new Float32Array(shape.reduce((product, length) => product * length));
  forEachTap(conv, (tap, hole, size) =>
    data.set(filter.data.subarray(tap * size, (tap + 1) * size), hole * size),
  );
  const attributes = { ...conv, dataFormat: 'NHWC', dilations: [1, 1], inputShape: conv.input };
  return runKernel('cpu', kernelName, { dy, filter: { shape, data } }, attributes);
}

function dilatedSize({ filter, dilations }: ConvCase): [number, number] {
  return [(filter[0] - 1) * dilations[0] + 1, (filter[1] - 1) * dilations[1] + 1];
}

/** Visits a filter's taps, with their place in the filter with holes. */
function forEachTap(
  { filter, dilations }: ConvCase,
  visit: (tap: number, hole: number, size: number) => void,
): void {
  const [height, width, inChannels, outChannels] = filter;
  const columns = (width - 1) * dilations[1] + 1;
  for (let p = 0; p < height; p++) {
    for (let q = 0; q < width; q++) {
      const hole = p * dilations[0] * columns + q * dilations[1];
      visit(p * width + q, hole, inChannels * outChannels);
    }
  }
}
