import '@tensorflow/tfjs-backend-cpu';

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { memory, setBackend, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Sampler, Transform } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, convBn } from '@tfjs-stn/localisation';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { homographyExp } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';
import { expectClose } from '@tfjs-stn/testing';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';

import { exportOnnx } from '../src/index.js';
import { version } from '../src/version.js';
import { someInput } from './support.js';

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

  it.each([16, 20] as const)('runs in onnxruntime-web, opset %i', async (opset) => {
    const model = classifier(affine());
    const session = await InferenceSession.create(await exportOnnx(model, { opset }));
    const { shape, data } = someInput(model.inputs[0] as SymbolicTensor, 5, 1);
    const expected = model.predict(tensor(data, shape)) as Tensor;
    expect(session.outputNames).toEqual(model.outputNames);
    const [name = ''] = session.inputNames;
    const { [model.outputNames[0] ?? '']: output } = await session.run({
      [name]: new OnnxTensor('float32', data, shape),
    });
    const values = Float32Array.from(output?.data as Float32Array);
    expectClose({ shape: [5, 10], data: values }, expected, { rtol: 0, atol: 1e-4 });
  });

  const python = process.env['TFJS_STN_PYTHON'] ?? 'python3';
  const hasOnnx = spawnSync(python, ['-c', 'import onnx']).status === 0;
  it.skipIf(!hasOnnx)('passes onnx.checker, if Python has onnx', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-onnx-'));
    try {
      const models = [affine(), homographyExp(), tps({ controlPoints: [3, 3] })].map((transform) =>
        classifier(transform),
      );
      const net = cnn({ filters: [2] }).build({ inputShape: [12, 12, 1], transform: affine() });
      const files: string[] = [];
      for (const model of [...models, net]) {
        for (const opset of [16, 20] as const) {
          files.push(join(folder, `${model.name}-${opset}.onnx`));
          writeFileSync(files.at(-1) as string, await exportOnnx(model, { opset }));
        }
      }
      const script = fileURLToPath(
        new URL('../../../tooling/goldens/check_onnx.py', import.meta.url),
      );
      const { stdout, stderr } = spawnSync(python, [script, ...files], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(stdout.split('\n')).toHaveLength(files.length + 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
