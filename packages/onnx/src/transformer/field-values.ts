import {
  add,
  fill,
  getBackend,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { OutputSize, SamplingField, Transform } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';

/** Where a field is computed. */
export interface FieldTarget {
  readonly transform: Transform;
  readonly outputSize: OutputSize;
  readonly alignCorners: boolean;
}

/** The numbers of a field that depend on θ. */
export type FieldNumbers = (field: SamplingField) => Tensor;

/**
 * Tried, and on more values than tfjs computes without the GPU: `floatPrecision()` of webgl is 16 on
 * devices that have 32 bits.
 *
 * @throws BackendError where numbers have fewer than 32 bits: they would go into the file as they are
 */
export async function assertPrecision(): Promise<void> {
  const [sum] = await valuesOf(() => add(fill([1024], 2 ** 23), 1));
  if (sum === 2 ** 23 + 1) return;
  throw new BackendError(
    'exportOnnx',
    `the backend must compute with 32 bits, got fewer on '${getBackend()}'. Call tf.setBackend('cpu') before, and the present one after`,
  );
}

/** θ around the identity, no two parameters alike, as far away as each of the scales. */
export function probes({ identity }: Transform, scales: readonly number[]): readonly number[][] {
  return scales.map((scale, probe) =>
    identity.map((value, at) => value + Math.sin(1 + at * 1.7 + probe) * scale),
  );
}

/** Computes the numbers of a field for each θ, one after another. */
export async function fieldValues(
  { transform, outputSize, alignCorners }: FieldTarget,
  numbers: FieldNumbers,
  thetas: readonly (readonly number[])[],
): Promise<Float32Array> {
  return valuesOf(() => {
    const theta = thetaTensor(thetas);
    return numbers(transform.field(theta, { outputSize, alignCorners }));
  });
}

/** `[thetas, paramCount]` */
export function thetaTensor(thetas: readonly (readonly number[])[]): Tensor2D {
  return tensor2d(thetas.flat(), [thetas.length, thetas[0]?.length ?? 0]);
}

/** Reads a tensor that is computed within a tidy. */
export async function valuesOf(compute: () => Tensor): Promise<Float32Array> {
  const result = tidy(() => compute().clone());
  try {
    return await result.data<'float32'>();
  } finally {
    result.dispose();
  }
}
