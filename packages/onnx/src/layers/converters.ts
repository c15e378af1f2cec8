import type { Graph } from '../graph/graph.js';
import { spatialTransformer } from '../transformer/spatial-transformer.js';
import { activated } from './activations.js';
import {
  asInLayers,
  assertChannelsLast,
  only,
  refuseLayer,
  reordered,
  type Conversion,
  type Converter,
  type Value,
  type Weight,
} from './value.js';
import * as windows from './windows.js';

/** The activation of a layer, from its config. */
function withActivation(convert: Converter): Converter {
  return async (conversion, inputs) => {
    const { graph, layer, config } = conversion;
    const value = await convert(conversion, inputs);
    const activation = (config['activation'] ?? 'linear') as string;
    return (
      activated(graph, value, activation) ??
      refuseLayer(layer, 'activations must be those of tf.layers', activation)
    );
  };
}

const same: Converter = (_, inputs) => only(inputs);

const unary =
  (write: (conversion: Conversion, x: string) => string): Converter =>
  (conversion, inputs) => {
    const value = only(inputs);
    return { ...value, name: write(conversion, value.name) };
  };

const batchNormalization: Converter = ({ graph, layer, config, weights }, inputs) => {
  const value = only(inputs);
  const rank = value.shape.length;
  const { axis, scale, center, epsilon } = config;
  if ((rank !== 2 && rank !== 4) || (axis !== -1 && axis !== rank - 1)) {
    const got = `axis ${Number(axis)} of ${rank}`;
    refuseLayer(layer, 'a norm must be over the channels of images or features', got);
  }
  const [variance, mean] = [weights.at(-1), weights.at(-2)] as [Weight, Weight];
  const fill = (number: number): Weight => ({ ...mean, data: mean.data.slice().fill(number) });
  const gamma = scale ? (weights[0] as Weight) : fill(1);
  const beta = center ? (weights[scale ? 1 : 0] as Weight) : fill(0);
  const constants = [gamma, beta, mean, variance].map((weight) =>
    graph.floats(reordered(weight, value.order).data, weight.shape, layer.name),
  );
  const attributes = { epsilon: { float: Number(epsilon) } };
  return {
    ...value,
    name: graph.node('BatchNormalization', [value.name, ...constants], attributes),
  };
};

/** The sizes after a reshape, the one computed that the layer leaves open. */
function targetSizes({ layer, outputShape }: Conversion, { shape }: Value): readonly number[] {
  const product = (sizes: readonly (number | null)[]): number =>
    sizes.reduce<number>((size, length) => size * (length ?? 1), 1);
  const [given, target] = [shape.slice(1), outputShape.slice(1)];
  const open = target.filter((size) => size === null).length;
  if (open > 1 || given.includes(null))
    refuseLayer(layer, 'the sizes of its input must be known', 'any size');
  return target.map((size) => size ?? product(given) / product(target));
}

const reshape: Converter = (conversion, inputs) => {
  const { graph } = conversion;
  const value = only(inputs);
  const sizes = targetSizes(conversion, value);
  const shape = [null, ...sizes];
  if (value.shape.length === 4 && shape.length === 2) return flatten(conversion, inputs);
  const plain = asInLayers(graph, value);
  const flat = (dimensions: readonly number[]): string =>
    graph.node('Reshape', [plain, graph.integers([-1, ...dimensions])]);
  if (shape.length !== 4) return { name: flat(sizes), shape };
  const [height = 0, width = 0, channels = 0] = sizes;
  // One channel has the same order first and last.
  if (channels === 1) return { name: flat([1, height, width]), shape };
  return { name: graph.node('Transpose', [flat(sizes)], { perm: [0, 3, 1, 2] }), shape };
};

const flatten: Converter = (conversion, inputs) => {
  const value = only(inputs);
  const { graph, outputShape: shape } = conversion;
  assertChannelsLast(conversion);
  const name = graph.node('Flatten', [value.name]);
  if (value.shape.length !== 4) return { name, shape };
  // tf.layers flattens what it knows the size of.
  const [height, width, channels] = value.shape.slice(1) as [number, number, number];
  const pixels = height * width;
  if (pixels === 1 || channels === 1) return { name, shape };
  const order = Array.from(
    { length: pixels * channels },
    (_, at) => (at % pixels) * channels + Math.floor(at / pixels),
  );
  return { name, shape, order };
};

/** The inputs in one order of features. */
function inOneOrder(graph: Graph, inputs: readonly Value[]): readonly Value[] {
  const [first] = inputs;
  if (inputs.every(({ order }) => order?.join() === first?.order?.join())) return inputs;
  return inputs.map((value) => ({ name: asInLayers(graph, value), shape: value.shape }));
}

const merge =
  (op: string): Converter =>
  ({ graph, layer, outputShape }, inputs) => {
    const values = inOneOrder(graph, inputs);
    const ranks = new Set(values.map(({ shape }) => shape.length));
    if (ranks.size > 1) refuseLayer(layer, 'inputs must have one rank', [...ranks].join(' and '));
    // Two at a time, since Mul takes no more.
    const name = values.map((value) => value.name).reduce((a, b) => graph.node(op, [a, b]));
    return { ...only(values), name, shape: outputShape };
  };

const concatenate: Converter = ({ graph, config, outputShape: shape }, inputs) => {
  const rank = shape.length;
  const last = (Number(config['axis']) + rank) % rank;
  const axis = rank === 4 ? ([0, 2, 3, 1][last] as number) : last;
  const name = graph.node(
    'Concat',
    inputs.map((value) => value.name),
    { axis },
  );
  if (inputs.every(({ order }) => order === undefined)) return { name, shape };
  let start = 0;
  const order = inputs.flatMap((value) => {
    const own = value.order ?? Array.from({ length: value.shape.at(-1) ?? 0 }, (_, at) => at);
    const moved = own.map((feature) => feature + start);
    start += own.length;
    return moved;
  });
  return { name, shape, order };
};

const clip: Converter = unary(({ graph, config }, x) => {
  const { maxValue } = config;
  if (typeof maxValue !== 'number') return graph.node('Relu', [x]);
  return graph.node('Clip', [x, graph.floats([0], []), graph.floats([maxValue], [])]);
});

const softmax: Converter = ({ graph, layer, config }, inputs) => {
  const value = only(inputs);
  const last = value.shape.length - 1;
  // Its default in tf.layers 4.22 is 1, and all that runs there is the last axis.
  if (config['axis'] !== -1 && config['axis'] !== last) {
    refuseLayer(layer, 'a softmax must be over the last axis', `axis ${Number(config['axis'])}`);
  }
  const axis = last === 3 ? 1 : -1;
  return { ...value, name: graph.node('Softmax', [value.name], { axis }) };
};

const leaky = (op: string, key: string, byDefault: number): Converter =>
  unary(({ graph, config }, x) =>
    graph.node(op, [x], { alpha: { float: Number(config[key] ?? byDefault) } }),
  );

/** By the class of a layer; what acts in training only is left out. */
export const converters: Readonly<Record<string, Converter>> = {
  Dense: withActivation(windows.dense),
  Conv2D: withActivation(windows.conv2d),
  DepthwiseConv2D: withActivation(windows.depthwiseConv2d),
  MaxPooling2D: windows.maxPooling2d,
  AveragePooling2D: windows.averagePooling2d,
  GlobalMaxPooling2D: windows.globalMaxPooling2d,
  GlobalAveragePooling2D: windows.globalAveragePooling2d,
  ZeroPadding2D: windows.zeroPadding2d,
  BatchNormalization: batchNormalization,
  Activation: withActivation(same),
  ReLU: clip,
  LeakyReLU: leaky('LeakyRelu', 'alpha', 0.3),
  ELU: leaky('Elu', 'alpha', 1),
  ThresholdedReLU: leaky('ThresholdedRelu', 'theta', 1),
  Softmax: softmax,
  Flatten: flatten,
  Reshape: reshape,
  Concatenate: concatenate,
  Add: merge('Add'),
  Multiply: merge('Mul'),
  Maximum: merge('Max'),
  Minimum: merge('Min'),
  Dropout: same,
  SpatialDropout1D: same,
  GaussianNoise: same,
  GaussianDropout: same,
  AlphaDropout: same,
  SpatialTransformer: spatialTransformer,
};
