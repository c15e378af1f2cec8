import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { seededRandom, type DenseArray } from '@tfjs-stn/testing';

/** Float32 values by their place. */
export function dense(shape: readonly number[], value: (index: number) => number): DenseArray {
  const count = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: count }, (_, index) => value(index)) };
}

/** Values in [-1, 1). */
export function noise(shape: readonly number[], seed: number): DenseArray {
  const random = seededRandom(seed);
  return dense(shape, () => 2 * random() - 1);
}

export function tensorOf({ shape, data }: DenseArray): Tensor4D {
  return tensor4d(data as Float32Array, [...shape] as [number, number, number, number]);
}

/** Computes once what an oracle takes long for and every backend is held against. */
export function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: compute() }).value;
}
