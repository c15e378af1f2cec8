import {
  concat,
  customGrad,
  gatherND,
  getBackend,
  scatterND,
  slice,
  tensor2d,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';
import { fieldTensors, withFieldTensors } from '@tfjs-stn/core/~internal';

/** Some items of a batch, in ascending order; a batch of one is the same for all. */
export function takeItems<T extends Tensor>(x: T, items: readonly number[]): T {
  const [batch] = x.shape;
  return batch === 1 || batch === items.length ? x : pick(x, items);
}

/** The field of some items. */
export function takeField(field: SamplingField, items: readonly number[]): SamplingField {
  const taken = Object.entries(fieldTensors(field)).map(([name, x]) => [
    name,
    name === 'basis' ? x : takeItems(x, items),
  ]);
  return withFieldTensors(field, Object.fromEntries(taken) as Record<string, Tensor>);
}

/** A batch from its parts, each of which holds some of the items. */
export function joinItems<T extends Tensor>(
  parts: readonly T[],
  items: readonly (readonly number[])[],
): T {
  if (parts.length === 1) return parts[0] as T;
  const order = items.flat();
  const joined = concat([...parts], 0);
  if (order.every((item, index) => item === index)) return joined;
  const places: number[] = [];
  order.forEach((item, index) => (places[item] = index));
  return pick(joined, places);
}

/** Items one after the other. tfjs's own gather has a gradient only where UnsortedSegmentSum is. */
function pick<T extends Tensor>(x: T, items: readonly number[]): T {
  const run = customGrad((given) => ({
    value: copyItems(given as Tensor, items),
    gradFunc: (dy: Tensor) => place(dy, items, x.shape),
  }));
  return run(x) as T;
}

/** Its gradient: items at their places, and 0 elsewhere. */
function place(x: Tensor, items: readonly number[], shape: number[]): Tensor {
  const run = customGrad((given) => ({
    value: scatterND(indicesOf(items), given as Tensor, shape),
    gradFunc: (dy: Tensor) => pick(dy, items),
  }));
  return run(x);
}

function copyItems(x: Tensor, items: readonly number[]): Tensor {
  // On wasm a slice takes a copy of all that it is cut from; on cpu gatherND goes number by number.
  if (getBackend() !== 'cpu') return gatherND(x, indicesOf(items));
  return concat(
    items.map((item) => slice(x, item, 1)),
    0,
  );
}

function indicesOf(items: readonly number[]): Tensor {
  return tensor2d([...items], [items.length, 1], 'int32');
}
