import {
  add,
  concat,
  cos,
  exp,
  matMul,
  mul,
  reshape,
  sign,
  sin,
  slice,
  sub,
  tensor,
  transpose,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { Attribute, Operations } from '../graph/graph.js';
import {
  fieldValues,
  probes,
  thetaTensor,
  valuesOf,
  type FieldNumbers,
  type FieldTarget,
} from './field-values.js';

/** Writes what depends on θ: into a graph, or as the numbers themselves. */
export type Writer = <Result>(graph: Operations<Result>, theta: Result) => Result;

/** A tensor, or a constant list of whole numbers. */
type Result = Tensor | readonly number[];

const unary: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  Cos: cos,
  Exp: exp,
  Sign: sign,
  Sin: sin,
};
const binary: Readonly<Record<string, (a: Tensor, b: Tensor) => Tensor>> = {
  Add: add,
  MatMul: matMul,
  Mul: mul,
  Sub: sub,
};

/** The operators of what is written from θ, computed by tfjs. */
const computed: Operations<Result> = {
  floats: (values, shape) => tensor(Float32Array.from(values), [...shape]),
  integers: (values) => values,
  node(op, inputs, attributes = {}) {
    const tensors = inputs as readonly Tensor[];
    const [a, b, c] = tensors as [Tensor, Tensor, Tensor];
    const [, first, second] = inputs as readonly (readonly number[])[];
    switch (op) {
      case 'Concat':
        return concat([...tensors], 1);
      case 'Gemm':
        return add(matMul(a, b), c);
      case 'Reshape':
        return reshape(a, [...(first ?? [])]);
      case 'Slice': {
        const [begin = 0, end = 0] = [first?.[0], second?.[0]];
        return slice(a, [0, begin], [-1, end - begin]);
      }
      case 'Transpose':
        return transpose(a, [...(attributes['perm'] as Extract<Attribute, readonly number[]>)]);
      default:
        return unary[op]?.(a) ?? (binary[op] as (typeof binary)[string])(a, b);
    }
  },
};

/**
 * Whether a writer computes the field of a transform: names can be those of this library by chance.
 * Compared at a few θ near the identity and farther away.
 */
export async function computesSame(
  target: FieldTarget,
  numbers: FieldNumbers,
  write: Writer,
): Promise<boolean> {
  const thetas = probes(target.transform, [1 / 4, 1, 2]);
  const wanted = await fieldValues(target, numbers, thetas);
  const written = await valuesOf(() => write(computed, thetaTensor(thetas)) as Tensor);
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return (
    written.length === wanted.length &&
    written.every((value, at) => Math.abs(value - (wanted[at] as number)) <= 1e-4 * largest)
  );
}
