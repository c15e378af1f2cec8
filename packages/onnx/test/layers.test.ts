import '@tensorflow/tfjs-backend-cpu';

import { randomUniform, setBackend, tidy } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';
import { beforeAll, describe, expect, it } from 'vitest';

import { exportOnnx } from '../src/index.js';
import { expectSameInOnnx, itPassesTheChecker } from './support.js';

beforeAll(() => setBackend('cpu'));

/** Weights that show a mistake: neither zero nor one, and variances above zero. */
function randomise(made: LayersModel): LayersModel {
  tidy(() =>
    made.setWeights(
      made.getWeights().map(({ shape }, at) => randomUniform(shape, 0.2, 1, 'float32', at + 1)),
    ),
  );
  return made;
}

const image = { inputShape: [7, 6, 3] };
const chain = (...list: layers.Layer[]): LayersModel => randomise(sequential({ layers: list }));
const dense = (units: number, config: object = {}): layers.Layer =>
  layers.dense({ units, ...config });

const paddings = ['valid', 'same'] as const;
const strides = [1, 2, 3];

const models: Readonly<Record<string, () => LayersModel>> = {
  'dense layers of features': () =>
    chain(dense(4, { inputShape: [3] }), dense(2, { useBias: false })),
  'a dense layer of an image': () => chain(dense(4, image)),
  'a dense layer of rank 3': () => chain(dense(4, { inputShape: [2, 3] })),
  ...Object.fromEntries(
    paddings.flatMap((padding) =>
      strides.flatMap((stride) => [
        [
          `conv2d, ${padding}, stride ${stride}`,
          () =>
            chain(
              layers.conv2d({ ...image, filters: 4, kernelSize: [3, 2], strides: stride, padding }),
            ),
        ],
        [
          `depthwiseConv2d, ${padding}, stride ${stride}`,
          () =>
            chain(
              layers.depthwiseConv2d({
                ...image,
                kernelSize: 3,
                depthMultiplier: 2,
                strides: stride,
                padding,
              }),
            ),
        ],
        [
          `maxPooling2d, ${padding}, stride ${stride}`,
          () =>
            chain(layers.maxPooling2d({ ...image, poolSize: [2, 3], strides: stride, padding })),
        ],
        [
          `averagePooling2d, ${padding}, stride ${stride}`,
          () =>
            chain(
              layers.averagePooling2d({ ...image, poolSize: [2, 3], strides: stride, padding }),
            ),
        ],
      ]),
    ),
  ),
  'conv2d, dilated': () =>
    chain(
      layers.conv2d({
        ...image,
        filters: 2,
        kernelSize: 2,
        dilationRate: [2, 3],
        padding: 'same',
        useBias: false,
      }),
    ),
  'conv2d of any size': () =>
    chain(
      layers.conv2d({ inputShape: [null, null, 2], filters: 2, kernelSize: 2, activation: 'relu' }),
    ),
  zeroPadding2d: () =>
    chain(
      layers.zeroPadding2d({
        ...image,
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
  globalMaxPooling2d: () =>
    chain(layers.globalMaxPooling2d({ ...image, dataFormat: 'channelsLast' }), dense(2)),
  globalAveragePooling2d: () =>
    chain(layers.globalAveragePooling2d({ ...image, dataFormat: 'channelsLast' })),
  'norm of an image': () => chain(layers.batchNormalization({ ...image, epsilon: 0.1 })),
  'norm without scale': () => chain(layers.batchNormalization({ ...image, scale: false })),
  'norm without centre': () => chain(layers.batchNormalization({ inputShape: [4], center: false })),
  'flatten, then norm and dense': () =>
    chain(
      layers.flatten(image),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.5 }),
      dense(3),
    ),
  'flatten as output': () => chain(layers.flatten(image)),
  'flatten of one channel': () => chain(layers.flatten({ inputShape: [3, 2, 1] }), dense(2)),
  'flatten of rank 3': () => chain(layers.flatten({ inputShape: [3, 2] }), dense(2)),
  'reshape to an image': () => chain(layers.reshape({ inputShape: [24], targetShape: [2, 4, 3] })),
  'reshape to one channel': () =>
    chain(layers.reshape({ inputShape: [24], targetShape: [4, -1, 1] })),
  'reshape of an image to another': () =>
    chain(layers.reshape({ ...image, targetShape: [3, 7, 6] })),
  'reshape of an image to features': () =>
    chain(layers.reshape({ ...image, targetShape: [126] }), dense(2)),
  'reshape of flattened features': () =>
    chain(layers.flatten(image), layers.reshape({ targetShape: [18, 7] }), dense(2)),
  'softmax of an image': () => chain(layers.softmax({ ...image, axis: -1 })),
  'softmax of features': () => chain(layers.softmax({ inputShape: [4] })),
  'leakyReLU and elu': () => chain(layers.leakyReLU({ ...image, alpha: 0.2 }), layers.elu()),
  'reLU with a maximum': () => chain(layers.reLU({ ...image, maxValue: 0.5 })),
  thresholdedReLU: () => chain(layers.thresholdedReLU({ ...image, theta: 0.25 })),
  'layers for training only': () =>
    chain(
      layers.gaussianNoise({ ...image, stddev: 1 }),
      layers.gaussianDropout({ rate: 0.5 }),
      layers.alphaDropout({ rate: 0.5 }),
    ),
  'a model in a model': () => chain(chain(dense(4, { inputShape: [3] }), layers.reLU()), dense(2)),
  'merges of images': () => {
    const x = input({ shape: [4, 5, 2] });
    const [a, b] = [1, 2].map(() => layers.conv2d({ filters: 2, kernelSize: 1 }).apply(x)) as [
      typeof x,
      typeof x,
    ];
    const merged = [layers.add(), layers.multiply(), layers.maximum(), layers.minimum()].map(
      (merge) => merge.apply([a, b, x]),
    );
    const joined = [
      layers.concatenate(),
      layers.concatenate({ axis: 1 }),
      layers.concatenate({ axis: 2 }),
    ].map((join) => join.apply([a, b]));
    return randomise(model({ inputs: x, outputs: [...merged, ...joined] as (typeof x)[] }));
  },
  'merges of flattened and other features': () => {
    const [x, y] = [input({ shape: [2, 3, 2] }), input({ shape: [12] })];
    const flat = layers.flatten().apply(x) as typeof x;
    const sum = layers.add().apply([flat, y]) as typeof x;
    const twice = layers.add().apply([flat, flat]) as typeof x;
    const joined = layers.concatenate().apply([y, twice, flat]) as typeof x;
    return randomise(
      model({ inputs: [x, y], outputs: [sum, joined, dense(2).apply(joined) as typeof x, x] }),
    );
  },
  'a layer that is used twice': () => {
    const [x, y] = [input({ shape: [3] }), input({ shape: [3] })];
    const shared = dense(2);
    const outputs = [x, y].map((each) => shared.apply(each)) as (typeof x)[];
    return randomise(model({ inputs: [x, y], outputs }));
  },
};

const activations =
  'linear elu hardSigmoid relu relu6 selu sigmoid softplus softsign tanh softmax logSoftmax swish mish gelu gelu_new';

describe('exportOnnx', () => {
  it.each(Object.entries(models))('gives the same in ONNX Runtime: %s', async (_, make) => {
    await expectSameInOnnx(make());
  });

  it.each(activations.split(' '))(
    'gives the same in ONNX Runtime: the activation %s',
    async (name) => {
      await expectSameInOnnx(
        chain(layers.activation({ activation: name as 'relu', inputShape: [2, 2, 3] })),
      );
      await expectSameInOnnx(chain(dense(3, { inputShape: [3], activation: name })));
    },
  );

  it.each<[string, () => LayersModel, string]>([
    [
      'a kind of layer',
      () => chain(layers.embedding({ inputDim: 3, outputDim: 2, inputLength: 2, name: 'words' })),
      "SpatialTransformer, got Embedding in the layer 'words'",
    ],
    [
      'channels first',
      () =>
        chain(
          layers.conv2d({
            ...image,
            filters: 1,
            kernelSize: 1,
            dataFormat: 'channelsFirst',
            name: 'c',
          }),
        ),
      "images must have channels last, got channelsFirst in the layer 'c'",
    ],
    [
      'a flatten layer with channels first',
      () => chain(layers.flatten({ ...image, dataFormat: 'channelsFirst', name: 'f' })),
      "images must have channels last, got channelsFirst in the layer 'f'",
    ],
    [
      'a depthwise dilation',
      () => chain(layers.depthwiseConv2d({ ...image, kernelSize: 2, dilationRate: 2, name: 'd' })),
      "a depthwise convolution must have dilation 1, got 2 in the layer 'd'",
    ],
    [
      'same padding of any size',
      () =>
        chain(
          layers.conv2d({
            inputShape: [null, 3, 1],
            filters: 1,
            kernelSize: 2,
            padding: 'same',
            name: 's',
          }),
        ),
      "height and width must be known for 'same', got any size in the layer 's'",
    ],
    [
      'a norm over height',
      () => chain(layers.batchNormalization({ ...image, axis: 1, name: 'n' })),
      "a norm must be over the channels of images or features, got axis 1 of 4 in the layer 'n'",
    ],
    [
      'a softmax over height',
      () => chain(layers.softmax({ ...image, axis: 1, name: 's' })),
      "a softmax must be over the last axis, got axis 1 in the layer 's'",
    ],
    [
      'a reshape of any size',
      () =>
        chain(
          layers.conv2d({ inputShape: [null, 2, 2], filters: 2, kernelSize: 1 }),
          layers.reshape({ targetShape: [-1, 2], name: 'r' }),
        ),
      "the sizes of its input must be known, got any size in the layer 'r'",
    ],
    [
      'a sum of different ranks',
      () => {
        const [x, y] = [input({ shape: [2, 3] }), input({ shape: [3] })];
        const outputs = layers.add({ name: 'a' }).apply([x, y]) as SymbolicTensor;
        return model({ inputs: [x, y], outputs });
      },
      "inputs must have one rank, got 3 and 2 in the layer 'a'",
    ],
  ])('refuses %s', async (_, make, message) => {
    await expect(exportOnnx(make())).rejects.toThrow(OptionError);
    await expect(exportOnnx(make())).rejects.toThrow(message);
  });

  it.each<[unknown, object, string]>([
    [{}, {}, 'exportOnnx: model must be a tf.LayersModel, got an object'],
    [undefined, { opset: 17 }, 'exportOnnx: opset must be 16 or 20, got 17'],
    [
      undefined,
      { opsets: 16 },
      "exportOnnx: options can be opset, got 'opsets'. Did you mean 'opset'?",
    ],
  ])('refuses arguments of the wrong kind', async (given, options, message) => {
    const made = (given ?? chain(dense(1, { inputShape: [1] }))) as LayersModel;
    await expect(exportOnnx(made, options)).rejects.toThrow(message);
  });

  itPassesTheChecker();
});
