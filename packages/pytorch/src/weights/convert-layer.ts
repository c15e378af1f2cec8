import { type Tensor, reshape, transpose } from '@tensorflow/tfjs-core';
import type { SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import type { WeightedLayer } from './model-layers.js';
import { refuse } from './refuse.js';

/** A weight of a layer, and where PyTorch has it. */
export interface WeightSource {
  /** The name in the module: `weight`, `bias`, `running_mean` or `running_var`. */
  readonly name: string;
  /** In PyTorch. */
  readonly shape: readonly number[];
  /** From PyTorch's order to the layer's; within a tidy. */
  convert(tensor: Tensor): Tensor;
}

type Image = WeightedLayer['image'];

/** Moves the axes of a filter; `order` names PyTorch's axis for each of the layer's. */
function filter(shape: readonly number[], order: readonly number[]): WeightSource {
  const stored = order.map((_, axis) => shape[order.indexOf(axis)] as number);
  return { name: 'weight', shape: stored, convert: (tensor) => transpose(tensor, [...order]) };
}

/**
 * The kinds of layers that have a counterpart in PyTorch: from the shape of the kernel to that of
 * `weight`.
 */
const kernels: Readonly<Record<string, (shape: number[], image: Image) => WeightSource>> = {
  // HWIO from OIHW
  Conv2D: (shape) => filter(shape, [2, 3, 1, 0]),
  // HWOI from IOHW
  Conv2DTranspose: (shape) => filter(shape, [2, 3, 1, 0]),
  // HWIM from (I·M)1HW: the filters of a channel follow each other in both
  DepthwiseConv2D: ([height = 0, width = 0, inputs = 0, multiplier = 0]) => ({
    name: 'weight',
    shape: [inputs * multiplier, 1, height, width],
    convert: (tensor) =>
      transpose(reshape(tensor, [inputs, multiplier, height, width]), [2, 3, 0, 1]),
  }),
  Dense: ([inputs = 0, outputs = 0], image) => ({
    name: 'weight',
    shape: [outputs, inputs],
    convert: (tensor) => reshape(channelsLast(transpose(tensor), image), [inputs, outputs]),
  }),
};

/** Puts the rows of what PyTorch flattened as channels, height and width into the order of tf.layers. */
function channelsLast(tensor: Tensor, image: Image): Tensor {
  if (image === undefined) return tensor;
  const [height = 0, width = 0, channels = 0] = image;
  // -1 for the units of a dense layer, which the entries of a norm don't have.
  return transpose(reshape(tensor, [channels, height, width, -1]), [1, 2, 0, 3]);
}

/**
 * @returns the sources of the layer's weights, in its order
 * @throws OptionError if PyTorch has no such layer, or it would have to be converted in another way
 */
export function weightSources({ layer, image }: WeightedLayer): readonly WeightSource[] {
  const kind = layer.getClassName();
  assertConvertible(layer, kind);
  const shapes = layer.weights.map((weight) => weight.shape as number[]);
  if (kind === norm) {
    const { scale, center } = layer.getConfig();
    const names = [...(scale ? ['weight'] : []), ...(center ? ['bias'] : [])];
    return [...names, 'running_mean', 'running_var'].map((name, index) => {
      const shape = shapes[index] as number[];
      return { name, shape, convert: (tensor) => reshape(channelsLast(tensor, image), shape) };
    });
  }
  const [kernel = [], bias] = shapes;
  const weight = (kernels[kind] as (typeof kernels)[string])(kernel, image);
  return bias ? [weight, { name: 'bias', shape: bias, convert: (tensor) => tensor }] : [weight];
}

const norm = 'BatchNormalization';

function assertConvertible(layer: layers.Layer, kind: string): void {
  const kinds = [...Object.keys(kernels), norm];
  if (!kinds.includes(kind))
    refuse(`a layer with weights must be one of ${kinds.join(', ')} and no ${kind}`, layer);
  const { dataFormat, axis } = layer.getConfig();
  const { rank } = [layer.getOutputAt(0)].flat()[0] as SymbolicTensor;
  if (dataFormat === 'channelsFirst') refuse('a layer must have its channels last', layer);
  if (kind === norm && axis !== -1 && axis !== rank - 1) {
    refuse('a norm must be over the last axis', layer);
  }
}
