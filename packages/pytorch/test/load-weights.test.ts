import '@tensorflow/tfjs-backend-cpu';

import { io, memory, setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  loadLayersModel,
  model,
  sequential,
  type LayersModel,
  type Sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import {
  registerSpatialTransformerLayer,
  spatialTransformerLayer,
  type SpatialTransformerLayerOptions,
} from '@tfjs-stn/layers';
import { convBn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  loadPyTorchWeights,
  readCheckpoint,
  readSafetensors,
  type StoredTensor,
} from '../src/index.js';
import { decode } from './support/pytorch-files.js';

interface ModuleGolden {
  readonly name: string;
  readonly checkpoint: string;
  readonly safetensors: string;
  readonly image: { readonly shape: number[]; readonly data: Float32Array };
  readonly output: { readonly shape: number[]; readonly data: Float32Array };
}

const goldens = loadGoldens<ModuleGolden>('pytorch-modules');
const { conv2d, conv2dTranspose, depthwiseConv2d, dense } = layers;
const { batchNormalization, flatten, reLU, dropout } = layers;

/** The same modules in tf.layers. */
const models: Readonly<Record<string, () => layers.Layer[]>> = {
  convolutions: () => [
    conv2d({ filters: 4, kernelSize: [3, 2] }),
    reLU(),
    ...['a', 'b', 'c'].map((name) => conv2d({ filters: 4, kernelSize: 1, name })),
  ],
  depthwise: () => [
    depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
    conv2d({ filters: 2, kernelSize: 1, useBias: false }),
  ],
  transposed: () => [
    conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
    batchNormalization(),
  ],
  flatten: () => [
    conv2d({ filters: 3, kernelSize: 3 }),
    flatten(),
    batchNormalization(),
    reLU(),
    dropout({ rate: 0.5 }),
    dense({ units: 5 }),
    batchNormalization({ scale: false, center: false }),
    dense({ units: 3, useBias: false }),
  ],
};

function modelFor({ name, image }: ModuleGolden): Sequential {
  const model = sequential();
  model.add(layers.inputLayer({ inputShape: image.shape.slice(1) }));
  for (const layer of models[name]?.() ?? []) model.add(layer);
  return model;
}

beforeAll(() => setBackend('cpu'));

describe('loadPyTorchWeights', () => {
  const cases = goldens.flatMap((golden) =>
    (['checkpoint', 'safetensors'] as const).map((kind) => ({ ...golden, kind })),
  );
  it.each(cases.filter(({ name }) => name !== 'flatten'))(
    'gives the output of PyTorch: $name from $kind',
    (golden) => {
      const model = modelFor(golden);
      const read = golden.kind === 'checkpoint' ? readCheckpoint : readSafetensors;
      loadPyTorchWeights(model, read(decode(golden[golden.kind])));
      expectOutput(model, golden);
    },
  );

  it('gives the output of PyTorch behind a flatten layer, in norms and dense layers', () => {
    const golden = goldens.find(({ name }) => name === 'flatten') as ModuleGolden;
    const tensors = readCheckpoint(decode(golden.checkpoint));
    const model = modelFor(golden);
    loadPyTorchWeights(model, tensors, { eps: { '5': 0.01 } });
    const norms = model.layers.filter((layer) => layer.getClassName() === 'BatchNormalization');
    expect(norms.map((norm) => norm.getConfig())).toMatchObject([
      { epsilon: 1e-5, momentum: 0.9 },
      { epsilon: 0.01, momentum: 0.9 },
    ]);
    expectOutput(model, golden);
  });

  it('keeps the order behind a flatten layer of numbers without channels', () => {
    const flat = flatten({ inputShape: [2, 3] });
    const net = sequential({ layers: [flat, dense({ units: 1, useBias: false })] });
    loadPyTorchWeights(net, stored({ 'a.weight': [1, 6] }));
    expect([...(net.getWeights()[0] as Tensor).dataSync()]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives norms the eps and the momentum of the module', () => {
    const golden = goldens.find(({ name }) => name === 'transposed') as ModuleGolden;
    const model = modelFor(golden);
    const tensors = readCheckpoint(decode(golden.checkpoint));
    loadPyTorchWeights(model, tensors, { eps: 0.125, momentum: 0.25 });
    expect(model.layers.at(-1)?.getConfig()).toMatchObject({ epsilon: 0.125, momentum: 0.75 });
  });

  it('reports what went where, and leaks nothing', () => {
    const golden = goldens.find(({ name }) => name === 'transposed') as ModuleGolden;
    const model = modelFor(golden);
    const tensors = readCheckpoint(decode(golden.checkpoint));
    const before = memory().numTensors;
    const report = loadPyTorchWeights(model, tensors);
    expect(memory().numTensors).toBe(before);
    expect(report).toEqual({
      loaded: [
        { layer: model.layers[1]?.name, kind: 'Conv2DTranspose', tensors: ['0.weight', '0.bias'] },
        {
          layer: model.layers[2]?.name,
          kind: 'BatchNormalization',
          tensors: ['1.weight', '1.bias', '1.running_mean', '1.running_var'],
        },
      ],
      unused: ['1.num_batches_tracked'],
    });
  });

  it('follows a map', () => {
    const golden = goldens.find(({ name }) => name === 'convolutions') as ModuleGolden;
    const tensors = readCheckpoint(decode(golden.checkpoint));
    const map = { '4': 'a', '2': 'b', '3': 'c' };
    const model = modelFor(golden);
    const first = model.layers[1]?.name as string;
    const report = loadPyTorchWeights(model, tensors, { map: { ...map, '0': first } });
    expect(report.loaded.map(({ layer, tensors: [weight] }) => [layer, weight])).toEqual([
      [first, '0.weight'],
      ['a', '4.weight'],
      ['b', '2.weight'],
      ['c', '3.weight'],
    ]);
    const [, bias] = model.getLayer('a').getWeights();
    expect(bias?.dataSync()).toEqual(tensors.get('4.bias')?.data);
  });

  it('loads into localisation nets and nested models', () => {
    const nested = sequential({ layers: [dense({ units: 3, inputShape: [4] })] });
    const model = sequential({
      layers: [
        spatialTransformerLayer({
          inputShape: [2, 2, 2],
          transform: affine(),
          sampler: bilinear(),
          localisation: fcn({ units: [5] }),
        }),
        conv2d({ filters: 1, kernelSize: 1 }),
        flatten(),
        nested,
      ],
    });
    const tensors = stored({
      'loc.0.weight': [5, 8],
      'loc.0.bias': [5],
      'loc.2.weight': [6, 5],
      'loc.2.bias': [6],
      'conv.weight': [1, 2, 1, 1],
      'conv.bias': [1],
      'head.weight': [3, 4],
      'head.bias': [3],
    });
    const report = loadPyTorchWeights(model, tensors);
    expect(report.loaded.map(({ kind, tensors: [weight] }) => `${kind} ${weight}`)).toEqual([
      'Dense loc.0.weight',
      'Dense loc.2.weight',
      'Conv2D conv.weight',
      'Dense head.weight',
    ]);
    // From channels first: value (y, x, c) was at c · 4 + y · 2 + x.
    const [kernel] = model.getWeights();
    expect(kernel?.arraySync()).toEqual(
      [0, 4, 1, 5, 2, 6, 3, 7].map((at) => [0, 1, 2, 3, 4].map((unit) => unit * 8 + at)),
    );
  });

  it('loads into a layer that is used twice, once', () => {
    const [one, other] = [input({ shape: [2] }), input({ shape: [2] })];
    const shared = dense({ units: 2, name: 'shared' });
    const outputs = [one, other].map((each) => shared.apply(each) as SymbolicTensor);
    const twins = model({ inputs: [one, other], outputs });
    const { loaded } = loadPyTorchWeights(twins, stored({ 'a.weight': [2, 2], 'a.bias': [2] }));
    expect(loaded.map(({ layer }) => layer)).toEqual(['shared']);
  });

  const image = { inputShape: [2, 3, 2] };
  const last = (): layers.Layer => dense({ units: 1, useBias: false, name: 'last' });
  const chain = (...list: layers.Layer[]): Sequential => sequential({ layers: list });
  /** Feature (y, x, c) of 2×3×2 was at c · 6 + y · 3 + x. */
  const reordered = [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11];

  it.each<[string, () => LayersModel]>([
    ['a nested model that begins with it', () => chain(flatten(image), tail(last()))],
    ['two nested models', () => chain(flatten(image), chain(tail(last())))],
    ['a nested model with activation and norm', () => chain(flatten(image), tail(reLU(), last()))],
    ['a dense layer behind a nested flatten layer', () => chain(chain(flatten(image)), last())],
    ['a reshape there and back', () => chain(flatten(image), reshape(2, 3, 2), flatten(), last())],
    [
      'a nested model of two inputs',
      () => {
        const [one, other] = [input({ shape: [2] }), input({ shape: [12] })];
        const outputs = [other, one].map((each) => reLU().apply(each) as SymbolicTensor);
        const swap = model({ inputs: [one, other], outputs });
        const [plain, picture] = [input({ shape: [2] }), input({ shape: [2, 3, 2] })];
        const swapped = swap.apply([plain, flatten().apply(picture) as SymbolicTensor]);
        const [flat] = swapped as SymbolicTensor[];
        return model({
          inputs: [plain, picture],
          outputs: last().apply(flat as SymbolicTensor) as SymbolicTensor,
        });
      },
    ],
  ])('reorders a dense layer behind a flattened image in %s', (_, make) => {
    const made = make();
    loadPyTorchWeights(made, stored({ 'a.weight': [1, 12] }));
    expect([...(made.getWeights()[0] as Tensor).dataSync()]).toEqual(reordered);
  });

  const reshape = (...targetShape: number[]): layers.Layer => layers.reshape({ targetShape });
  const tail = (...list: layers.Layer[]): LayersModel =>
    chain(layers.inputLayer({ inputShape: [12] }), ...list);

  it('loads features that become an image with one order', () => {
    for (const sizes of [
      [3, 4, 1],
      [1, 1, 12],
    ]) {
      const made = chain(dense({ units: 12, useBias: false, inputShape: [1] }), reshape(...sizes));
      loadPyTorchWeights(made, stored({ 'a.weight': [12, 1] }));
      expect([...(made.getWeights()[0] as Tensor).dataSync()]).toEqual([...Array(12).keys()]);
    }
  });

  it('loads into a layer of two nested models once', () => {
    const shared = last();
    const [one, other] = [1, 2].map(() => {
      const features = input({ shape: [12] });
      return model({ inputs: features, outputs: shared.apply(features) as SymbolicTensor });
    }) as [LayersModel, LayersModel];
    const [x, y] = [input({ shape: [12] }), input({ shape: [12] })];
    const outputs = [one.apply(x), other.apply(y)] as SymbolicTensor[];
    const twins = model({ inputs: [x, y], outputs });
    const { loaded } = loadPyTorchWeights(twins, stored({ 'a.weight': [1, 12] }));
    expect(loaded.map(({ layer }) => layer)).toEqual(['last']);
  });

  it('loads into a layer that is used twice behind flattened images of one shape', () => {
    const shared = last();
    const images = [1, 2].map(() => input({ shape: [2, 3, 2] }));
    const outputs = images.map(
      (each) => shared.apply(flatten().apply(each) as SymbolicTensor) as SymbolicTensor,
    );
    const twins = model({ inputs: images, outputs });
    loadPyTorchWeights(twins, stored({ 'a.weight': [1, 12] }));
    expect([...(twins.getWeights()[0] as Tensor).dataSync()]).toEqual(reordered);
  });

  it('assigns nothing if one layer fails', () => {
    const made = chain(dense({ units: 1, inputShape: [2] }), dense({ units: 1 }));
    const [first, second] = made.layers as [layers.Layer, layers.Layer];
    const before = first.getWeights().map((weight) => [...weight.dataSync()]);
    second.dispose();
    const tensors = stored({
      'a.weight': [1, 2],
      'a.bias': [1],
      'b.weight': [1, 1],
      'b.bias': [1],
    });
    tensors.get('a.weight')?.data.fill(5 as never);
    const { numTensors } = memory();
    expect(() => loadPyTorchWeights(made, tensors)).toThrow('disposed');
    expect(memory().numTensors).toBe(numTensors);
    expect(first.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });

  it('assigns nothing in a dry run', () => {
    const golden = goldens.find(({ name }) => name === 'depthwise') as ModuleGolden;
    const model = modelFor(golden);
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const report = loadPyTorchWeights(model, readCheckpoint(decode(golden.checkpoint)), {
      dryRun: true,
    });
    expect(report.loaded).toHaveLength(2);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });
});

describe('the norms of a localisation preset', () => {
  const golden = loadGoldens('conv-bn')[0] as { readonly checkpoint: string };
  const tensors = readCheckpoint(decode(golden.checkpoint));
  const config = { filters: [8, 16, 32, 64], reduction: 16, units: 12 };
  const straightener = (localisation: SpatialTransformerLayerOptions['localisation']): Sequential =>
    sequential({
      layers: [
        spatialTransformerLayer({
          inputShape: [32, 32, 3],
          transform: affine(),
          sampler: bilinear(),
          ...(localisation && { localisation }),
        }),
      ],
    });
  const picture = tensor(
    Float32Array.from({ length: 2 * 32 * 32 * 3 }, (_, at) => Math.sin(at * 0.37)),
    [2, 32, 32, 3],
  );
  let unregister: (() => void)[] = [];
  beforeAll(() => {
    registerSpatialTransformerLayer();
    const registered = [registerTransform(affine), registerSampler(bilinear)];
    unregister = [...registered, registerLocalisation(convBn)];
  });
  afterAll(() => unregister.forEach((each) => each()));

  it.each([
    ['the preset', () => convBn({ ...config, epsilon: 0.125, momentum: 0.75 })],
    [
      'a model of its own',
      () => convBn(config).build({ inputShape: [32, 32, 3], transform: affine() }),
    ],
  ])('keep their eps when they are saved and loaded with %s', async (_, localisation) => {
    const made = straightener(localisation());
    loadPyTorchWeights(made, tensors, { eps: 0.125, momentum: 0.25 });
    const before = made.predict(picture) as Tensor;
    const other = straightener(convBn(config));
    loadPyTorchWeights(other, tensors);
    expect(largestDifference(before, other.predict(picture) as Tensor)).toBeGreaterThan(1e-3);
    let saved: io.ModelArtifacts = {};
    await made.save(
      io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
      }),
    );
    const loaded = await loadLayersModel(io.fromMemory(saved));
    expectClose(loaded.predict(picture) as Tensor, before, { rtol: 0, atol: 1e-6 });
  });

  it('refuse an eps or a momentum that they would lose', () => {
    const made = straightener(convBn(config));
    const before = made.getWeights().map((weight) => [...weight.dataSync()]);
    expectRefused(
      () => loadPyTorchWeights(made, tensors, { eps: 0.125 }),
      'loadPyTorchWeights: the epsilon of a norm in a preset must be that of its module, 0.125, got 0.00001',
    );
    expectRefused(
      () => loadPyTorchWeights(made, tensors, { momentum: { 'fc_loc.1': 0.5 } }),
      'the momentum of a norm in a preset must be that of its module, 0.5, got 0.9',
    );
    expect(made.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });
});

function largestDifference(one: Tensor, other: Tensor): number {
  const values = other.dataSync();
  return Math.max(...one.dataSync().map((value, at) => Math.abs(value - (values[at] as number))));
}

/** Tensors that count up from 0. */
function stored(shapes: Readonly<Record<string, readonly number[]>>): Map<string, StoredTensor> {
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: size }, (_, index) => index);
      return [name, { dtype: 'F32', shape, data }];
    }),
  );
}

function expectOutput(model: LayersModel, { image, output }: ModuleGolden): void {
  const predicted = tidy(() => {
    const result = model.predict(tensor(image.data, image.shape)) as Tensor;
    return { shape: result.shape, data: result.dataSync() as Float32Array };
  });
  expectClose(predicted, output, { rtol: 1e-5, atol: 1e-5 });
}

describe('loadPyTorchWeights refuses', () => {
  const twoDense = (): LayersModel =>
    sequential({
      layers: [
        dense({ units: 2, inputShape: [2], name: 'first' }),
        dense({ units: 2, name: 'second' }),
      ],
    });
  const pair = (one: string, other: string): Map<string, StoredTensor> =>
    stored({
      [`${one}.weight`]: [2, 2],
      [`${one}.bias`]: [2],
      [`${other}.weight`]: [2, 2],
      [`${other}.bias`]: [2],
    });

  /** In the order in which Python's safetensors writes tensors of one type. */
  const sorted = (tensors: Map<string, StoredTensor>): Map<string, StoredTensor> =>
    new Map([...tensors].sort(([one], [other]) => (one < other ? -1 : 1)));

  it('an order that only the alphabet gives', () => {
    expectRefused(
      () => loadPyTorchWeights(twoDense(), sorted(pair('a', 'b'))),
      "the modules for 'first', 'second' must be clear, got 'a', 'b', all of bias [2], weight [2, 2]. Name each in map",
    );
    const orders: readonly (readonly [string, string])[] = [
      ['b', 'a'],
      ['a', 'b'],
    ];
    for (const [one, other] of orders) {
      const { loaded } = loadPyTorchWeights(twoDense(), pair(one, other));
      const weights = loaded.map(({ tensors: [weight] }) => weight);
      expect(weights).toEqual([`${one}.weight`, `${other}.weight`]);
    }
  });

  it('layers of one shape side by side, whose order in PyTorch is unknown', () => {
    const x = input({ shape: [2] });
    const key = dense({ units: 2, name: 'key' }).apply(x) as SymbolicTensor;
    const query = dense({ units: 2, name: 'query' }).apply(x) as SymbolicTensor;
    const both = layers.concatenate().apply([query, key]) as SymbolicTensor;
    expectRefused(
      () => loadPyTorchWeights(model({ inputs: x, outputs: both }), pair('key', 'query')),
      "must be clear, got 'key', 'query', all of bias [2], weight [2, 2]. Name each in map",
    );
  });

  it('an order that only the types and the alphabet give, as in safetensors', () => {
    const count: StoredTensor = { dtype: 'I64', shape: [], data: BigInt64Array.of(1n) };
    const tensors = new Map([['z.num_batches_tracked', count], ...sorted(pair('a', 'b'))]);
    expectRefused(() => loadPyTorchWeights(twoDense(), tensors), "'second' must be clear");
  });

  it('to sort numbers as text', () => {
    const report = loadPyTorchWeights(twoDense(), sorted(pair('net.9', 'net.10')));
    expect(report.loaded.map(({ tensors: [weight] }) => weight)).toEqual([
      'net.9.weight',
      'net.10.weight',
    ]);
  });

  it('more modules of a shape than layers', () => {
    const tensors = new Map([...pair('a', 'c'), ...pair('b', 'd')]);
    expectRefused(() => loadPyTorchWeights(twoDense(), tensors), "got 'a', 'c', 'b', 'd', all of");
  });

  it('layers of different kinds with one shape', () => {
    const model = sequential({
      layers: [
        conv2d({ filters: 2, kernelSize: 1, inputShape: [2, 2, 2], name: 'conv' }),
        conv2dTranspose({ filters: 2, kernelSize: 1, name: 'back' }),
      ],
    });
    const tensors = stored({
      'z.weight': [2, 2, 1, 1],
      'z.bias': [2],
      'y.weight': [2, 2, 1, 1],
      'y.bias': [2],
    });
    expectRefused(
      () => loadPyTorchWeights(model, tensors),
      "the modules for 'conv', 'back' must be clear",
    );
  });

  it.each<[string, (image: SymbolicTensor) => SymbolicTensor | SymbolicTensor[], number]>([
    [
      'flattened images that are joined',
      (image) =>
        layers
          .concatenate()
          .apply(
            [flatten(), flatten()].map((layer) => layer.apply(image) as SymbolicTensor),
          ) as SymbolicTensor,
      24,
    ],
    [
      'images that are permuted and flattened',
      (image) =>
        flatten().apply(layers.permute({ dims: [3, 1, 2] }).apply(image)) as SymbolicTensor,
      12,
    ],
    [
      'images with channels first that are flattened',
      (image) => flatten({ dataFormat: 'channelsFirst' }).apply(image) as SymbolicTensor,
      12,
    ],
    [
      'flattened images that are reshaped',
      (image) =>
        layers.reshape({ targetShape: [6, 2] }).apply(flatten().apply(image)) as SymbolicTensor,
      2,
    ],
    [
      'images that are reshaped',
      (image) =>
        flatten().apply(layers.reshape({ targetShape: [6, 2] }).apply(image)) as SymbolicTensor,
      12,
    ],
    [
      'flattened images in a RepeatVector layer',
      (image) => layers.repeatVector({ n: 2 }).apply(flatten().apply(image)) as SymbolicTensor,
      12,
    ],
  ])('%s', (what, features, size) => {
    const image = input({ shape: [2, 3, 2] });
    const last = dense({ units: 1, useBias: false, name: 'last' });
    const outputs = last.apply(features(image)) as SymbolicTensor;
    expectRefused(
      () =>
        loadPyTorchWeights(model({ inputs: image, outputs }), stored({ 'a.weight': [1, size] })),
      `${what} have another order in PyTorch, got the layer 'last'`,
    );
  });

  it('a layer behind a flattened image and behind plain features', () => {
    const [picture, features] = [input({ shape: [2, 3, 2] }), input({ shape: [12] })];
    const shared = dense({ units: 1, useBias: false, name: 'shared' });
    const nested = sequential({ layers: [layers.inputLayer({ inputShape: [12] }), shared] });
    const outputs = [flatten().apply(picture) as SymbolicTensor, features].map(
      (each) => nested.apply(each) as SymbolicTensor,
    );
    const made = model({ inputs: [picture, features], outputs });
    expectRefused(
      () => loadPyTorchWeights(made, stored({ 'a.weight': [1, 12] })),
      "features must all be flattened images of one shape, or none of them, got the layer 'shared'",
    );
  });

  it('features that become an image in a nested model, or after they are joined', () => {
    const picture = (): layers.Layer => layers.reshape({ targetShape: [2, 2, 2] });
    const head = dense({ units: 8, inputShape: [2], name: 'd' });
    const nested = sequential({ layers: [layers.inputLayer({ inputShape: [8] }), picture()] });
    const x = input({ shape: [2] });
    const halves = ['d', 'e'].map((name) => dense({ units: 4, name }).apply(x) as SymbolicTensor);
    const joined = picture().apply(layers.concatenate().apply(halves)) as SymbolicTensor;
    for (const made of [
      sequential({ layers: [head, nested] }),
      model({ inputs: x, outputs: joined }),
    ]) {
      expectRefused(
        () => loadPyTorchWeights(made, new Map()),
        "features that a reshape turns into an image have another order in PyTorch, got the layer 'd'",
      );
    }
  });

  it('a shape that no module has, before anything is assigned', () => {
    const model = twoDense();
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    expectRefused(
      () =>
        loadPyTorchWeights(
          model,
          stored({ 'a.weight': [2, 2], 'a.bias': [2], 'b.weight': [3, 2] }),
        ),
      "a module of the file must have bias [2], weight [2, 2] for each of 'first', 'second', got 1 of a: bias [2], weight [2, 2]; b: weight [3, 2]",
    );
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });

  it.each<[Record<string, string>, string]>([
    [{ x: 'first' }, "map must name modules of the file, 'b', 'a', got 'x'"],
    [{ a: 'third' }, "map must name layers with weights, 'first', 'second', got 'third'"],
    [{ a: 'first', b: 'first' }, "map must name a layer once, got 'first' twice"],
    [{ a: 'first' }, "map must name every layer with weights, got none for 'second'"],
  ])('the map %j', (map, message) => {
    expectRefused(() => loadPyTorchWeights(twoDense(), pair('b', 'a'), { map }), message);
  });

  it('a module in a map whose shapes differ', () => {
    const tensors = stored({ 'a.weight': [3, 2], 'a.bias': [3] });
    expectRefused(
      () => loadPyTorchWeights(twoDense(), tensors, { map: { a: 'first' } }),
      "the layer 'first' must get bias [2], weight [2, 2], got bias [3], weight [3, 2] from 'a'",
    );
  });

  it.each<[string, () => layers.Layer[], string]>([
    [
      'a kind without a counterpart',
      () => [layers.prelu({ inputShape: [2], name: 'slope' })],
      "a layer with weights must be one of Conv2D, Conv2DTranspose, DepthwiseConv2D, Dense, BatchNormalization and no PReLU, got the layer 'slope'",
    ],
    [
      'channels first',
      () => [
        conv2d({
          filters: 1,
          kernelSize: 1,
          dataFormat: 'channelsFirst',
          inputShape: [1, 2, 2],
          name: 'c',
        }),
      ],
      "a layer must have its channels last, got the layer 'c'",
    ],
    [
      'a norm over another axis',
      () => [batchNormalization({ axis: 1, inputShape: [2, 2, 1], name: 'n' })],
      "a norm must be over the last axis, got the layer 'n'",
    ],
    [
      'an image made of features',
      () => [
        dense({ units: 8, inputShape: [2], name: 'd' }),
        reLU(),
        layers.reshape({ targetShape: [2, 2, 2] }),
      ],
      "features that a reshape turns into an image have another order in PyTorch, got the layer 'd'",
    ],
  ])('%s', (_, make, message) => {
    expectRefused(() => loadPyTorchWeights(sequential({ layers: make() }), new Map()), message);
  });

  it.each<[unknown, unknown, object, string]>([
    [{}, new Map(), {}, 'model must be a tf.LayersModel, got an object'],
    [undefined, {}, {}, 'tensors must be a Map, got an object'],
    [undefined, new Map(), { eps: -1 }, 'eps must be from 0 to 1, got -1'],
    [undefined, new Map(), { map: null }, 'map must be an object of names, got null'],
    [undefined, new Map(), { map: ['first'] }, "map must be an object of names, got ['first']"],
    [undefined, new Map(), { map: 'a' }, "map must be an object of names, got 'a'"],
    [undefined, new Map(), { eps: { a: 2 } }, 'eps must be from 0 to 1, got 2'],
    [undefined, new Map(), { eps: null }, 'eps must be from 0 to 1, got null'],
    [
      undefined,
      pair('a', 'b'),
      { eps: { first: 0.5 } },
      'eps and momentum must name modules of norms, ',
    ],
    [
      undefined,
      new Map([['a', { dtype: 'F32', shape: [3], data: Float32Array.of(1, 2) }]]),
      {},
      "the data of 'a' must be F32 values, got Float32Array of 2 for [3]",
    ],
    [
      undefined,
      new Map([['a', null]]),
      {},
      "the dtype of 'a' must be one of safetensors, got undefined",
    ],
    [undefined, new Map(), { momentum: '1' }, "momentum must be from 0 to 1, got '1'"],
    [
      undefined,
      new Map(),
      { maps: {} },
      "options can be map, eps, momentum, dryRun, got 'maps'. Did you mean 'map'?",
    ],
  ])('arguments of the wrong kind', (model, tensors, options, message) => {
    const given = (model ?? twoDense()) as LayersModel;
    expectRefused(() => loadPyTorchWeights(given, tensors as never, options), message);
  });
});

function expectRefused(load: () => unknown, message: string): void {
  expect(load).toThrow(OptionError);
  expect(load).toThrow(message);
}
