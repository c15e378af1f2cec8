import { loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { io, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, expectTypeOf, it } from 'vitest';

import * as values from '../src/index.js';
import {
  registerAll,
  spatialTransformer,
  spatialTransformerLayer,
  UnknownNameError,
  type NamedSpatialTransformerOptions,
} from '../src/names.js';

const outputSize = [3, 3] as const;

describeBackends(['cpu'], () => {
  it('makes the same of names as of values', () => {
    expectNoLeak(() =>
      tidy(() => {
        const image = tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
        const theta = tensor2d([[0.9, 0.2, 0.1, -0.1, 1.1, 0]]);
        const named = spatialTransformer({ transform: 'affine', sampler: 'nearest', outputSize });
        const valued = values.spatialTransformer({
          transform: values.affine(),
          sampler: values.nearest(),
          outputSize,
        });
        expectClose(named.apply(image, theta), valued.apply(image, theta), { rtol: 0, atol: 0 });
      }),
    );
  });

  it('takes configs, and values of your own', () => {
    const shift = values.translation();
    const transformer = spatialTransformer({
      transform: shift,
      sampler: { name: 'bicubic', config: { a: -0.5 } },
      outputSize,
    });
    expect(transformer.transform).toBe(shift);
    expect(transformer.sampler).toMatchObject({ name: 'bicubic', config: { a: -0.5 } });
    const spline = spatialTransformer({
      transform: { name: 'tps', config: { controlPoints: [3, 4] } },
      sampler: { name: 'antialiased', config: { base: { name: 'bilinear' } } },
      outputSize,
    });
    expect(spline.transform.paramCount).toBe(24);
  });

  it('makes a layer of names, which saves and loads', async () => {
    const layer = spatialTransformerLayer({
      transform: 'affine',
      sampler: 'bilinear',
      localisation: { name: 'fcn', config: { units: [4] } },
      inputShape: [4, 4, 1],
    });
    const model = sequential({ layers: [layer] });
    const image = tensor4d(
      Array.from({ length: 16 }, (_, index) => index),
      [1, 4, 4, 1],
    );
    // The identity, before training.
    tidy(() => expectClose(model.predict(image) as never, image));
    let saved: io.ModelArtifacts | undefined;
    await model.save(
      io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
        });
      }),
    );
    const loaded = await loadLayersModel(io.fromMemory(saved!));
    tidy(() => expectClose(loaded.predict(image) as never, image));
    image.dispose();
    model.dispose();
    loaded.dispose();
  });
});

describe('names', () => {
  it('are registered once, for createTransform and the others too', () => {
    registerAll();
    registerAll();
    expect(values.createTransform('homography').paramCount).toBe(8);
    expect(values.createLocalisation('convBn').name).toBe('convBn');
  });

  it('are refused if unknown, with a suggestion', () => {
    const make = (transform: string) => () =>
      spatialTransformer({ transform: transform as 'affine', sampler: 'bilinear', outputSize });
    expect(make('afine')).toThrow(UnknownNameError);
    expect(make('afine')).toThrow("Did you mean 'affine'?");
    expect(() => spatialTransformer(undefined as never)).toThrow(values.OptionError);
    expect(() =>
      spatialTransformer({ transform: values.affine as never, sampler: 'bilinear', outputSize }),
    ).toThrow("got the factory 'affine'. Call it: affine()");
  });

  it('are typed', () => {
    const accept = (options: NamedSpatialTransformerOptions): void => void options;
    accept({ transform: 'rotation', sampler: 'lanczos', outputSize });
    accept({
      transform: { name: 'flow', config: { size: [2, 2] } },
      sampler: 'bicubic',
      outputSize,
    });
    // @ts-expect-error no such transform
    accept({ transform: 'afine', sampler: 'bilinear', outputSize });
    // @ts-expect-error tps needs control points
    accept({ transform: 'tps', sampler: 'bilinear', outputSize });
    // @ts-expect-error a config of another transform
    accept({ transform: { name: 'tps', config: { degree: 2 } }, sampler: 'bilinear', outputSize });
    expectTypeOf<'tps'>().not.toExtend<NamedSpatialTransformerOptions['transform']>();
  });
});
