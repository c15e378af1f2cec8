import { backend_util } from '@tensorflow/tfjs-core';

type Pair = [number, number];
type Shape = [number, number, number, number];

/** A convolution, NHWC. */
export interface Convolution {
  readonly input: Shape;
  /** `[height, width, inChannels, outChannels or multiplier]` */
  readonly filter: Shape;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: 'same' | 'valid' | number;
  readonly isDepthwise: boolean;
}

/** `[batch, outHeight, outWidth, outChannels]` */
export function outputShape(of: Convolution): Shape {
  return infoOf(of).outShape;
}

/** The gradient by the filter in float64, as the definition of a convolution has it. */
export function filterGradient(of: Convolution, x: ArrayLike<number>, dy: ArrayLike<number>) {
  const gradient = new Float64Array(of.filter.reduce((product, length) => product * length));
  forEachProduct(of, (atX, atFilter, atY) => {
    gradient[atFilter] = (gradient[atFilter] as number) + at(x, atX) * at(dy, atY);
  });
  return gradient;
}

/** The gradient by the input, likewise. */
export function inputGradient(of: Convolution, filter: ArrayLike<number>, dy: ArrayLike<number>) {
  const gradient = new Float64Array(of.input.reduce((product, length) => product * length));
  forEachProduct(of, (atX, atFilter, atY) => {
    gradient[atX] = (gradient[atX] as number) + at(filter, atFilter) * at(dy, atY);
  });
  return gradient;
}

const at = (values: ArrayLike<number>, index: number): number => values[index] as number;

/** Visits every product of which the output is the sum, by the indices of its three tensors. */
function forEachProduct(
  of: Convolution,
  visit: (x: number, filter: number, y: number) => void,
): void {
  const [rows, columns, inChannels, outs] = of.filter;
  const { top, left } = infoOf(of).padInfo;
  const [batch, outHeight, outWidth] = outputShape(of);
  const taps = { rows, columns };
  for (const { y, p, b } of product({ y: outHeight, p: taps.rows, b: batch })) {
    const row = y * of.strides[0] - top + p * of.dilations[0];
    if (row < 0 || row >= of.input[1]) continue;
    for (const { x, q, c } of product({ x: outWidth, q: taps.columns, c: inChannels })) {
      const column = x * of.strides[1] - left + q * of.dilations[1];
      if (column < 0 || column >= of.input[2]) continue;
      const atX = ((b * of.input[1] + row) * of.input[2] + column) * inChannels + c;
      for (let o = 0; o < outs; o++) {
        const channels = of.isDepthwise ? inChannels * outs : outs;
        const channel = of.isDepthwise ? c * outs + o : o;
        const atY = ((b * outHeight + y) * outWidth + x) * channels + channel;
        visit(atX, ((p * columns + q) * inChannels + c) * outs + o, atY);
      }
    }
  }
}

/** All combinations of three whole numbers below their ends. */
function* product<Name extends string>(ends: Record<Name, number>) {
  const names = Object.keys(ends) as Name[];
  const size = names.reduce((count, name) => count * ends[name], 1);
  for (let index = 0; index < size; index++) {
    let rest = index;
    const values = {} as Record<Name, number>;
    for (const name of names) {
      values[name] = rest % ends[name];
      rest = Math.floor(rest / ends[name]);
    }
    yield values;
  }
}

function infoOf({ input, filter, strides, dilations, pad, isDepthwise }: Convolution) {
  return backend_util.computeConv2DInfo(
    input,
    filter,
    strides,
    dilations,
    pad,
    undefined,
    isDepthwise,
  );
}
