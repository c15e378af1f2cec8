import type { Attribute } from '../graph/graph.js';
import {
  assertChannelsLast,
  only,
  refuseLayer,
  reordered,
  transposed,
  type Conversion,
  type Converter,
  type Value,
  type Weight,
} from './value.js';

/** A size along both axes, `[height, width]`. */
type Pair = readonly [number, number];

const pair = (value: unknown): Pair => {
  const [height = 1, width = height] = [value].flat() as number[];
  return [height, width];
};

/** The strides and padding of a convolution or pooling, in the words of ONNX. */
function windowOf(conversion: Conversion, image: Value, size: Pair): Record<string, Attribute> {
  const { layer, config } = conversion;
  assertChannelsLast(conversion);
  const strides = pair(config['strides']);
  const dilations = pair(config['dilationRate']);
  const common = {
    kernel_shape: size,
    strides,
    ...(dilations.some((d) => d > 1) && { dilations }),
  };
  if (config['padding'] !== 'same') return common;
  const [, ...sizes] = image.shape;
  // Padded as TensorFlow does it: the odd pixel is on the right and at the bottom.
  const padding = strides.map((stride, axis) => {
    const pixels =
      sizes[axis] ?? refuseLayer(layer, "height and width must be known for 'same'", 'any size');
    const reach = ((size[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return Math.max((Math.ceil(pixels / stride) - 1) * stride + reach - pixels, 0);
  });
  const before = padding.map((total) => Math.floor(total / 2));
  return {
    ...common,
    pads: [...before, ...padding.map((total, axis) => total - (before[axis] ?? 0))],
  };
}

/** Adds the weights and writes the node. */
function convolve(
  conversion: Conversion,
  image: Value,
  filters: Weight,
  attributes: Readonly<Record<string, Attribute>>,
): Value {
  const { graph, layer, weights, outputShape } = conversion;
  const constants = [filters, ...weights.slice(1)].map(({ shape, data }) =>
    graph.floats(data, shape, layer.name),
  );
  return { name: graph.node('Conv', [image.name, ...constants], attributes), shape: outputShape };
}

/** HWIO to OIHW. */
export const conv2d: Converter = (conversion, inputs) => {
  const [kernel] = conversion.weights as [Weight];
  const image = only(inputs);
  const filters = transposed(kernel, [3, 2, 0, 1]);
  return convolve(
    conversion,
    image,
    filters,
    windowOf(conversion, image, pair(kernel.shape.slice(0, 2))),
  );
};

/** HWIM to (I·M)1HW, a group for each channel. */
export const depthwiseConv2d: Converter = (conversion, inputs) => {
  const [kernel] = conversion.weights as [Weight];
  const image = only(inputs);
  // tf.layers 4.22 takes a dilation here and ignores it.
  const dilated = pair(conversion.config['dilationRate']).find((rate) => rate > 1);
  if (dilated !== undefined) {
    refuseLayer(conversion.layer, 'a depthwise convolution must have dilation 1', dilated);
  }
  const { data } = transposed(kernel, [2, 3, 0, 1]);
  const [height = 1, width = 1, channels = 1, multiplier = 1] = kernel.shape;
  const filters = { shape: [channels * multiplier, 1, height, width], data };
  const attributes = { ...windowOf(conversion, image, [height, width]), group: channels };
  return convolve(conversion, image, filters, attributes);
};

/** A dense layer: of features a product, of an image a convolution with filters of one pixel. */
export const dense: Converter = (conversion, inputs) => {
  const { graph, layer, weights, outputShape } = conversion;
  const [kernel, bias] = weights as [Weight, Weight?];
  const { name, shape, order } = only(inputs);
  if (shape.length === 4) {
    const { data } = transposed(kernel, [1, 0]);
    const [features = 0, units = 0] = kernel.shape;
    return convolve(conversion, only(inputs), { shape: [units, features, 1, 1], data }, {});
  }
  const constant = ({ shape: size, data }: Weight): string => graph.floats(data, size, layer.name);
  const rows = constant(reordered(kernel, order));
  if (shape.length === 2) {
    const terms = [name, rows, ...(bias ? [constant(bias)] : [])];
    return { name: graph.node('Gemm', terms), shape: outputShape };
  }
  const product = graph.node('MatMul', [name, rows]);
  const sum = bias ? graph.node('Add', [product, constant(bias)]) : product;
  return { name: sum, shape: outputShape };
};

const pooling =
  (op: string): Converter =>
  (conversion, inputs) => {
    const image = only(inputs);
    const attributes = windowOf(conversion, image, pair(conversion.config['poolSize']));
    return {
      name: conversion.graph.node(op, [image.name], attributes),
      shape: conversion.outputShape,
    };
  };

/** Padding does not count in either, as in TensorFlow. */
export const maxPooling2d: Converter = pooling('MaxPool');
export const averagePooling2d: Converter = pooling('AveragePool');

const globalPooling =
  (op: string): Converter =>
  (conversion, inputs) => {
    assertChannelsLast(conversion);
    const { graph, outputShape } = conversion;
    const pooled = graph.node(op, [only(inputs).name]);
    return { name: graph.node('Flatten', [pooled]), shape: outputShape };
  };

export const globalMaxPooling2d: Converter = globalPooling('GlobalMaxPool');
export const globalAveragePooling2d: Converter = globalPooling('GlobalAveragePool');

export const zeroPadding2d: Converter = (conversion, inputs) => {
  assertChannelsLast(conversion);
  const { graph, config, outputShape } = conversion;
  const [[top, bottom], [left, right]] = config['padding'] as [Pair, Pair];
  const pads = graph.integers([0, 0, top, left, 0, 0, bottom, right]);
  return { name: graph.node('Pad', [only(inputs).name, pads]), shape: outputShape };
};
