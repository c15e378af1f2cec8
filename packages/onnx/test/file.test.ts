import '@tensorflow/tfjs-backend-cpu';

import { readFileSync } from 'node:fs';

import { memory, setBackend } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { Sampler, Transform } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, convBn } from '@tfjs-stn/localisation';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { homographyExp } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';
import { isPythonMissing } from '@tfjs-stn-tooling/test-support/python';
import { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';

import { exportOnnx } from '../src/index.js';
import { version } from '../src/version.generated.js';
import { checkInPython, expectSameInOnnx } from './support.js';

beforeAll(() => setBackend('cpu'));

function classifier(transform: Transform, sampler: Sampler = bilinear()): LayersModel {
  return sequential({
    layers: [
      spatialTransformerLayer({
        inputShape: [16, 20, 3],
        transform,
        sampler,
        localisation: convBn({ filters: [4, 3], reduction: 3, units: 4 }),
        seed: 1,
        outputSize: [12, 10],
      }),
      layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 10, activation: 'softmax', name: 'digit' }),
    ],
  });
}

/** How many nodes of a kind a file has: field 4 of a node, text of this length. */
function count(file: Uint8Array, op: string): number {
  return (
    Buffer.from(file)
      .toString('latin1')
      .split(`"${String.fromCharCode(op.length)}${op}`).length - 1
  );
}

describe('an exported file', () => {
  it('has one transpose at its border and none inside', async () => {
    const file = await exportOnnx(classifier(affine()));
    expect(count(file, 'Transpose')).toBe(1);
    expect(count(file, 'GridSample')).toBe(1);
    expect(count(file, 'AffineGrid')).toBe(0);
    // An image as output has one more.
    const [layer] = classifier(affine()).layers;
    const image = sequential({ layers: [layer as layers.Layer] });
    expect(count(await exportOnnx(image), 'Transpose')).toBe(2);
  });

  it('has AffineGrid and the new names with opset 20', async () => {
    const file = await exportOnnx(classifier(affine(), bicubic()), { opset: 20 });
    expect(count(file, 'AffineGrid')).toBe(1);
    const text = Buffer.from(file).toString('latin1');
    expect(text.includes('bicubic')).toBe(false);
    expect(text.includes('cubic')).toBe(true);
  });

  it('says which library and version wrote it, as package.json does', async () => {
    const text = Buffer.from(await exportOnnx(classifier(affine()))).toString('latin1');
    expect(text.slice(0, 30)).toContain(`tfjs-stn\u001a\u0005${version}`);
    const file = new URL('../package.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version });
  });

  it('leaves no tensor behind', async () => {
    const model = classifier(tps({ controlPoints: [3, 3] }));
    await exportOnnx(model);
    const { numTensors } = memory();
    await exportOnnx(model);
    expect(memory().numTensors).toBe(numTensors);
  });

  it('runs in Node.js and by WebAssembly, with the names of the model', async () => {
    const model = classifier(affine());
    await expectSameInOnnx(model);
    const session = await InferenceSession.create(await exportOnnx(model));
    expect(session.inputNames).toEqual(model.inputNames);
    expect(session.outputNames).toEqual(model.outputNames);
    await session.release();
  });

  it('has one name for the batch, and one for every other free size', async () => {
    const [one, other] = [1, 2].map((at) => input({ shape: [null, null, 2], name: `image${at}` }));
    const convolve = layers.conv2d({ filters: 2, kernelSize: 2, name: 'small' });
    const outputs = [one, other].map((image) => convolve.apply(image as SymbolicTensor));
    const made = model({
      inputs: [one, other] as SymbolicTensor[],
      outputs: outputs as SymbolicTensor[],
    });
    const session = await InferenceSession.create(await exportOnnx(made));
    const shapes = [session.inputMetadata, session.outputMetadata].map((all) =>
      all.map((value) => value.isTensor && value.shape),
    );
    const free = (name: string, channels: number): unknown[] => [
      'batch',
      `${name}_size_1`,
      `${name}_size_2`,
      channels,
    ];
    expect(shapes).toEqual([
      [free('image1', 2), free('image2', 2)],
      made.outputNames.map((_, index) => free(session.outputNames[index] as string, 2)),
    ]);
    await session.release();
  });

  it.skipIf(isPythonMissing('onnx'))('is valid, with its metadata, for Python', async () => {
    const made = [affine(), homographyExp(), tps({ controlPoints: [3, 3] })].map((transform) =>
      classifier(transform),
    );
    const net = cnn({ filters: [2] }).build({ inputShape: [12, 12, 1], transform: affine() });
    const files = [...made, net].flatMap((each) =>
      ([16, 20] as const).map((opset) => exportOnnx(each, { opset })),
    );
    const metadata = `{'library': 'tfjs-stn', 'version': '${version}'}`;
    expect(checkInPython(await Promise.all(files))).toEqual(
      files.map((_, index) => `${index}.onnx ${index % 2 === 0 ? '16 8' : '20 9'} ${metadata}`),
    );
  });
});
