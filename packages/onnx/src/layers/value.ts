import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';

import type { Graph } from '../graph/graph.js';

/**
 * A value of the graph and what it is in tf.layers. Images are channels first, `[batch, channels,
 * height, width]`, with one transpose where they enter the graph and one where they leave it.
 */
export interface Value {
  readonly name: string;
  /** In tf.layers, images channels last; null is free. */
  readonly shape: readonly (number | null)[];
  /**
   * Of features that were an image: feature i is feature `order[i]` in tf.layers. What comes after
   * is converted to this order, so that no flatten layer needs a transpose.
   */
  readonly order?: readonly number[] | undefined;
}

/** Converts one layer. */
export interface Conversion {
  readonly graph: Graph;
  readonly layer: layers.Layer;
  readonly config: Readonly<Record<string, unknown>>;
  /** The shape of the layer's output in tf.layers. */
  readonly outputShape: readonly (number | null)[];
  /** The values of the layer's weights, in its order. */
  readonly weights: readonly Weight[];
  /** Converts a model inside of this layer. */
  convertModel(model: LayersModel, inputs: readonly Value[]): Promise<readonly Value[]>;
}

export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type Converter = (
  conversion: Conversion,
  inputs: readonly Value[],
) => Value | Promise<Value>;

/** @throws OptionError that names the layer */
export function refuseLayer({ name }: layers.Layer, rule: string, got: unknown): never {
  throw new OptionError('exportOnnx', `${rule}, got ${String(got)} in the layer '${name}'`);
}

/** @throws OptionError for a layer whose images have their channels first */
export function assertChannelsLast({ layer, config }: Conversion): void {
  const { dataFormat } = config;
  if (dataFormat === 'channelsFirst') {
    refuseLayer(layer, 'images must have channels last', dataFormat);
  }
}

/** The value in the order of tf.layers, channels last. */
export function asInLayers(graph: Graph, { name, shape, order }: Value, output?: string): string {
  if (shape.length === 4) return graph.node('Transpose', [name], { perm: [0, 2, 3, 1] }, output);
  if (order !== undefined) {
    const back = Array<number>(order.length);
    order.forEach((feature, at) => (back[feature] = at));
    const places = graph.integers(back);
    return graph.node('Gather', [name, places], { axis: 1 }, output);
  }
  return output === undefined ? name : graph.node('Identity', [name], {}, output);
}

/** The one input of most layers. */
export function only([input]: readonly Value[]): Value {
  return input as Value;
}

/** Reorders the axes of an array; `order` names the old axis of each new one. */
export function transposed({ shape, data }: Weight, order: readonly number[]): Weight {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const newShape = order.map((axis) => shape[axis] as number);
  const newData = new Float32Array(data.length);
  const place = order.map(() => 0);
  let from = 0;
  for (let at = 0; at < newData.length; at++) {
    newData[at] = data[from] as number;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      const stride = strides[order[axis] as number] as number;
      from += stride;
      place[axis] = (place[axis] as number) + 1;
      if (place[axis] !== newShape[axis]) break;
      from -= stride * (newShape[axis] as number);
      place[axis] = 0;
    }
  }
  return { shape: newShape, data: newData };
}

/** The rows of a matrix or the entries of a list in the order of the features. */
export function reordered({ shape, data }: Weight, order: readonly number[] | undefined): Weight {
  if (order === undefined) return { shape, data };
  const width = data.length / order.length;
  const rows = new Float32Array(data.length);
  order.forEach((row, at) => rows.set(data.subarray(row * width, (row + 1) * width), at * width));
  return { shape, data: rows };
}
