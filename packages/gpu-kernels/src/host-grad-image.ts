import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { GpuRunner, Uniforms } from './program.js';
import { samplingProgram, type SamplingProblem } from './sampling-problem.js';
import { tapsText } from './text/sample.js';

/**
 * The image gradient of any field and padding for a backend without atomics: the GPU computes which
 * taps every point reads, the host adds. Reads dy and the taps, synchronously.
 */
export function hostGradImage(
  runner: GpuRunner & { read(tensor: TensorInfo): Float32Array },
  problem: SamplingProblem,
  dy: TensorInfo,
): TensorInfo {
  const { field, uniforms, imageShape } = problem;
  const { batch, outHeight, outWidth } = uniforms;
  const points = runner.run({
    ...samplingProgram(problem, 'StnTaps', tapsText, true),
    inputs: field,
    output: 'texel',
    outputShape: [batch * outHeight * outWidth, 2, 2],
    uniforms,
  });
  const read = runner.read(points);
  runner.dispose(points);
  return runner.tensor(imageShape, scatter(uniforms, imageShape, read, runner.read(dy)));
}

function scatter(
  uniforms: Uniforms,
  imageShape: readonly number[],
  points: Float32Array,
  dy: Float32Array,
): Float32Array {
  const { inHeight, inWidth, channels, imageStep } = uniforms;
  const perItem = uniforms.outHeight * uniforms.outWidth;
  const image = new Float32Array(imageShape.reduce((size, length) => size * length, 1));
  const [columns, rows] = [new AxisTaps(uniforms, inWidth), new AxisTaps(uniforms, inHeight)];
  for (let point = 0; point * 4 < points.length; point++) {
    const offset = points[point * 4 + 2] as number;
    if (offset === -2) continue;
    columns.move(points[point * 4] as number, offset);
    rows.move(points[point * 4 + 1] as number, points[point * 4 + 3] as number);
    const item = Math.floor(point / perItem) * imageStep;
    for (let j = 0; j < rows.count; j++) {
      for (let i = 0; i < columns.count; i++) {
        const weight = (rows.weights[j] as number) * (columns.weights[i] as number);
        const [row, column] = [rows.indices[j] as number, columns.indices[i] as number];
        if (weight === 0 || row < 0 || column < 0) continue;
        const target = ((item * inHeight + row) * inWidth + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const update = weight * (dy[point * channels + channel] as number);
          image[target + channel] = (image[target + channel] as number) + update;
        }
      }
    }
  }
  return image;
}

/** The taps of a point along one axis, as `axisText` has them for programs. */
class AxisTaps {
  readonly indices = new Int32Array(4);
  readonly weights = new Float64Array(4);
  count = 0;
  readonly #uniforms: Uniforms;
  readonly #size: number;

  constructor(uniforms: Uniforms, size: number) {
    this.#uniforms = uniforms;
    this.#size = size;
  }

  /** @param offset from the first tap, or -1 where that alone is read */
  move(first: number, offset: number): void {
    const { taps, cubic } = this.#uniforms;
    this.count = offset === -1 ? 1 : taps;
    const begin = this.count === 4 ? first - 1 : first;
    for (let tap = 0; tap < this.count; tap++) {
      this.indices[tap] = this.#place(begin + tap);
      const distance = Math.abs(offset - (begin - first) - tap);
      if (this.count === 1) this.weights[tap] = 1;
      else this.weights[tap] = this.count === 2 ? 1 - distance : keys(distance, cubic);
    }
  }

  /** The pixel that a tap reads, or -1. */
  #place(index: number): number {
    const size = this.#size;
    if (index >= 0 && index < size) return index;
    const { padding, taps, alignCorners } = this.#uniforms;
    if (padding === 0) return -1;
    if (padding === 3) return ((index % size) + size) % size;
    const clamped = Math.max(0, Math.min(index, size - 1));
    if (padding === 1 || taps <= 2) return clamped;
    const span = size - alignCorners;
    if (span === 0) return 0;
    // Mirrored about the first pixel, or with half a pixel more about its edge, every other time.
    const period = ((index % (2 * span)) + 2 * span) % (2 * span);
    return period < size ? period : 2 * span - 1 + alignCorners - period;
  }
}

/** Keys' cubic convolution (1981) at a distance below 2. */
function keys(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return a * (((distance - 5) * distance + 8) * distance - 4);
}
