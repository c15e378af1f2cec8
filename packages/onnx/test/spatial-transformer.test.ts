import '@tensorflow/tfjs-backend-cpu';

import {
  add,
  backend,
  getKernel,
  registerKernel,
  unregisterKernel,
  type TensorInfo,
  clipByValue,
  memory,
  mul,
  reshape,
  setBackend,
  square,
  tensor,
  tensor2d,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  input,
  model,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { defineTransform, type Transform } from '@tfjs-stn/core';
import { BackendError, OptionError } from '@tfjs-stn/core/errors';
import { fieldGrid } from '@tfjs-stn/core/fields';
import { spatialTransformerLayer, type SpatialTransformerLayerOptions } from '@tfjs-stn/layers';
import { cnn, convBn, fcn } from '@tfjs-stn/localisation';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased, lanczos, multiSample } from '@tfjs-stn/sampler-filters';
import { nearest } from '@tfjs-stn/sampler-nearest';
import {
  affineTransforms,
  affine,
  rotation,
  scaling,
  similarity,
  translation,
} from '@tfjs-stn/transform-affine';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';
import { corners, homography, homographyExp } from '@tfjs-stn/transform-projective';
import { tps, tpsDisplacement, tpsPoints } from '@tfjs-stn/transform-tps';
import { seededRandom } from '@tfjs-stn/testing';
import { beforeAll, describe, expect, it } from 'vitest';

import { exportOnnx } from '../src/index.js';
import { expectSameInOnnx, itPassesTheChecker, someInput } from './support.js';

beforeAll(() => setBackend('cpu'));

type Options = Partial<SpatialTransformerLayerOptions>;

/** A model of image and θ. */
function transformerModel(transform: Transform, options: Options = {}): LayersModel {
  const [image, theta] = [input({ shape: [7, 9, 2] }), input({ shape: [transform.paramCount] })];
  const layer = spatialTransformerLayer({
    transform,
    sampler: bilinear(),
    outputSize: [6, 5],
    ...options,
  });
  return model({ inputs: [image, theta], outputs: layer.apply([image, theta]) as SymbolicTensor });
}

/** An image, and θ that differ from the identity by up to `spread` in every parameter. */
function imageAndTheta(made: LayersModel, { identity }: Transform, spread: number) {
  return (batch: number): readonly { shape: number[]; data: Float32Array }[] => {
    const random = seededRandom(batch);
    const data = Float32Array.from({ length: batch * identity.length }, (_, at) => {
      const value = identity[at % identity.length] as number;
      return value + (random() * 2 - 1) * spread;
    });
    const image = someInput(made.inputs[0] as SymbolicTensor, batch, 3);
    return [image, { shape: [batch, identity.length], data }];
  };
}

/** A grid with all pixels displaced, by an amount that depends on the one θ. */
function shiftBy(name: string, amount: (theta: Tensor2D) => Tensor2D): Transform {
  const base = affine();
  return defineTransform(name, () => ({
    paramCount: 1,
    identity: [0],
    field: (theta, options) => {
      const matrix = tensor2d([[1, 0, 0, 0, 1, 0]]);
      const points = fieldGrid(base.field(matrix, options));
      const grid = add<Tensor4D>(points, reshape(amount(theta), [-1, 1, 1, 1]));
      return { kind: 'grid', grid, ...options };
    },
  }))();
}

async function expectSame(transform: Transform, options: Options, spread = 0.4): Promise<void> {
  const made = transformerModel(transform, options);
  await expectSameInOnnx(made, imageAndTheta(made, transform, spread));
}

const transforms: readonly Transform[] = [
  ...affineTransforms.map((factory) => factory()),
  homography(),
  corners(),
  homographyExp(),
  tps({ controlPoints: [3, 4] }),
  tpsDisplacement({ controlPoints: [3, 3] }),
  tpsPoints({
    points: [
      [-0.5, -0.5],
      [0.7, -0.4],
      [0, 0.6],
      [0.1, 0],
    ],
  }),
  flow({ size: [3, 4] }),
  flow({ size: [1, 9] }),
  bsplineFfd({ controlPoints: [4, 5] }),
  polynomial({ degree: 3 }),
];

describe('exportOnnx gives the same in ONNX Runtime', () => {
  const cases = transforms.flatMap((transform) =>
    [false, true].map((alignCorners) => ({ name: transform.name, transform, alignCorners })),
  );
  it.each(cases)('$name, alignCorners $alignCorners', async ({ transform, alignCorners }) => {
    await expectSame(transform, { alignCorners });
    await expectSame(transform, { alignCorners, padding: 'border' }, 0.8);
  });

  it('a transform of a user that is linear, as a matrix and as a grid', async () => {
    const zoom = defineTransform('zoom', () => ({ ...scaling(), paramCount: 2, identity: [1, 1] }));
    await expectSame(zoom(), {});
    const identity = affine();
    const bend = defineTransform('bend', () => ({
      paramCount: 1,
      identity: [0],
      field: (theta, { outputSize, alignCorners }) => {
        const matrix = tensor2d([[1, 0, 0, 0, 1, 0]]);
        const points = fieldGrid(identity.field(matrix, { outputSize, alignCorners }));
        const grid = add<Tensor4D>(points, mul(reshape(theta, [-1, 1, 1, 1]), square(points)));
        return { kind: 'grid', grid, outputSize, alignCorners };
      },
    }));
    await expectSame(bend(), {});
  });

  it('a transform of a user that has one of our names', async () => {
    // Linear, and another field than that of flow.
    const half = defineTransform('flow', (config: { size: number[] }) => {
      const whole = flow({ size: [3, 4] });
      return {
        paramCount: 24,
        identity: whole.identity,
        config,
        field: (theta, ...where) => whole.field(mul(theta, 0.5), ...where),
      };
    });
    await expectSame(half({ size: [3, 4] }), {});
    const copy = defineTransform('similarity', () => ({ ...similarity() }));
    await expectSame(copy(), {});
    const degrees = defineTransform('rotation', () => ({ ...translation() }));
    await expectSame(degrees(), {});
  });

  it('small steps of a large constant, far from the identity', async () => {
    const shift = shiftBy('shift', (theta) => mul(theta, 1e-4));
    await expectSame(shift, { padding: 'border' }, 5e3);
  });

  const samplers = [nearest(), bilinear(), bicubic()];
  const paddings = ['zeros', 'border', 'reflection'] as const;
  const samplings = samplers.flatMap((sampler) =>
    paddings.flatMap((padding) =>
      [false, true].map((alignCorners) => ({ name: sampler.name, sampler, padding, alignCorners })),
    ),
  );
  it.each(samplings)(
    '$name, $padding, alignCorners $alignCorners',
    async ({ sampler, padding, alignCorners }) => {
      await expectSame(affine(), { sampler, padding, alignCorners }, 0.9);
      await expectSame(homography(), { sampler, padding, alignCorners }, 0.5);
    },
  );

  it.each(samplers.map((sampler) => ({ name: sampler.name, sampler })))(
    'a fill value with $name, at the borders and behind the horizon',
    async ({ sampler }) => {
      await expectSame(affine(), { sampler, fillValue: 0.75 }, 0.9);
      await expectSame(homography(), { sampler, fillValue: [0.5, -2] }, 0.9);
    },
  );

  it.each([false, true])(
    'far outside, and sizes of a single pixel, alignCorners %s',
    async (alignCorners) => {
      for (const padding of ['zeros', 'border'] as const) {
        await expectSame(affine(), { padding, alignCorners, outputSize: [1, 5] }, 1e10);
        await expectSame(
          affine(),
          { padding, alignCorners, outputSize: [3, 1], sampler: bicubic() },
          2,
        );
      }
    },
  );

  it.each([
    ['fcn', fcn({ units: [6] })],
    ['cnn', cnn({ filters: [3, 2], kernelSize: 2 })],
    ['convBn', convBn({ filters: [3, 4], reduction: 3, units: 5 })],
  ])('a model with the localisation net %s', async (_, localisation) => {
    const layer = spatialTransformerLayer({
      inputShape: [13, 12, 2],
      transform: affine(),
      sampler: bilinear(),
      localisation,
      seed: 3,
    });
    const made = sequential({ layers: [layer] });
    const random = seededRandom(5);
    for (const weight of layer.localisation?.weights ?? []) {
      const values = Float32Array.from(weight.read().dataSync(), (value) => value + random() * 0.2);
      weight.write(tensor(values, weight.shape as number[]));
    }
    await expectSameInOnnx(made);
  });

  itPassesTheChecker();
});

describe('exportOnnx refuses', () => {
  const named = { name: 'stn' };
  it.each<[string, Transform, Options, string]>([
    [
      'wrap',
      affine(),
      { padding: 'wrap' },
      "padding must be one of zeros, border, reflection, got 'wrap' in the layer 'stn'",
    ],
    [
      'Lanczos',
      affine(),
      { sampler: lanczos() },
      "a sampler must be one of nearest, bilinear, bicubic, got 'lanczos' in the layer 'stn'",
    ],
    ['antialiasing', affine(), { sampler: antialiased({ base: bilinear() }) }, "got 'antialiased'"],
    [
      'fill values for other channels',
      affine(),
      { fillValue: [0.2, 0.5, 1, 1, 1] },
      "got [0.2, 0.5, 1, 1, 1] in the layer 'stn'",
    ],
    ['several samples', affine(), { sampler: multiSample() }, "got 'multiSample'"],
    [
      'another cubic',
      affine(),
      { sampler: bicubic({ a: -0.5 }) },
      "the a of bicubic must be -0.75 in ONNX, got -0.5 in the layer 'stn'",
    ],
  ])('%s', async (_, transform, options, message) => {
    const made = transformerModel(transform, { ...options, ...named });
    await expect(exportOnnx(made)).rejects.toThrow(OptionError);
    await expect(exportOnnx(made)).rejects.toThrow(message);
  });

  it('a transform of a user that is not linear', async () => {
    const twisted = defineTransform('twisted', () => ({
      ...rotation(),
      paramCount: 1,
      identity: [0],
    }));
    await expect(exportOnnx(transformerModel(twisted()))).rejects.toThrow(
      "exportOnnx: a transform must be linear in theta, or compute what rotation, rigid, similarity, shear, affineExp, homographyExp, corners or flow of this library does under that name, got 'twisted'",
    );
  });

  it.each<[string, () => Transform]>([
    [
      'similarity',
      () =>
        defineTransform('similarity', () => {
          const ours = similarity();
          // The angle in degrees.
          const scale = tensor2d([[1, Math.PI / 180, 1, 1]]);
          return { ...ours, field: (theta, ...where) => ours.field(mul(theta, scale), ...where) };
        })(),
    ],
    ['similarity', () => defineTransform('similarity', () => ({ ...rotation() }))()],
    ['flow', () => shiftBy('flow', (theta) => square(theta))],
    ['clipped', () => shiftBy('clipped', (theta) => clipByValue(theta, -20, 20))],
    ['curved', () => shiftBy('curved', (theta) => add(theta, mul(square(theta), 1e-6)))],
  ])("a transform of a user named '%s' that is neither linear nor ours", async (name, make) => {
    const made = transformerModel(make());
    const { numTensors } = memory();
    await expect(exportOnnx(made)).rejects.toThrow(OptionError);
    await expect(exportOnnx(made)).rejects.toThrow(`does under that name, got '${name}'`);
    expect(memory().numTensors).toBe(numTensors);
  });

  it('a backend that computes with 16 bits', async () => {
    const made = transformerModel(affine());
    const exact = getKernel('Add', 'cpu');
    unregisterKernel('Add', 'cpu');
    registerKernel({
      ...exact,
      kernelFunc: (args) => {
        const { dataId, dtype, shape } = exact.kernelFunc(args) as TensorInfo;
        const values = backend().readSync(dataId) as Float32Array;
        const rounded = values.map((value) => Math.round(value / 4096) * 4096);
        return { dataId: backend().write(rounded, shape, dtype), dtype, shape };
      },
    });
    try {
      await expect(exportOnnx(made)).rejects.toThrow(BackendError);
      await expect(exportOnnx(made)).rejects.toThrow(
        "exportOnnx: the backend must compute with 32 bits, got fewer on 'cpu'. Call tf.setBackend('cpu')",
      );
    } finally {
      unregisterKernel('Add', 'cpu');
      registerKernel(exact);
    }
  });

  it('an image of any size without outputSize', async () => {
    const layer = spatialTransformerLayer({ ...named, transform: affine(), sampler: bilinear() });
    const [image, theta] = [input({ shape: [null, null, 1] }), input({ shape: [6] })];
    const made = model({
      inputs: [image, theta],
      outputs: layer.apply([image, theta]) as SymbolicTensor,
    });
    await expect(exportOnnx(made)).rejects.toThrow(
      "height, width and channels of the output must be known, from outputSize or the image, got any size in the layer 'stn'",
    );
  });
});
