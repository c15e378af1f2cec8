import '@tensorflow/tfjs-backend-cpu';

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { setBackend, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { isPythonMissing, runPython } from '@tfjs-stn-tooling/test-support/python';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { expectClose } from '@tfjs-stn/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { someInput } from '../support.js';
import { saveAsOnnx } from './export.js';
import { straighten } from './serve.js';

const layer = spatialTransformerLayer({
  inputShape: [14, 12, 2],
  transform: affine(),
  sampler: bilinear(),
  localisation: cnn({ filters: [2] }),
  seed: 1,
});
const model = sequential({ layers: [layer] });

let folder = '';
beforeAll(async () => {
  await setBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-guide-'));
  // The identity is no picture that shows a mistake.
  layer.localisation?.weights.at(-1)?.write(tensor([0.8, 0.3, 0.1, -0.2, 1.1, 0]));
  await saveAsOnnx(model, join(folder, 'model.onnx'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the guide to ONNX Runtime', () => {
  const read = (path: string): string =>
    readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  it.each([
    ['export.ts', 'ts'],
    ['serve.ts', 'ts'],
    ['serve.py', 'py'],
  ])('shows %s as it is', (file, language) => {
    const path = `packages/onnx/test/guide/${file}`;
    const block = `<!-- ${path} -->\n\n\`\`\`${language}\n${read(path)}\`\`\`\n`;
    expect(read('docs/guides/onnx-runtime.md')).toContain(block);
  });

  it('gives the picture of the model in Node.js', async () => {
    const { image, expected } = example();
    const data = await straighten(join(folder, 'model.onnx'), image.data, image.shape);
    const output = { shape: image.shape, data: Float32Array.from(data) };
    expectClose(output, expected, { rtol: 0, atol: 1e-4 });
  });

  it.skipIf(isPythonMissing('numpy', 'onnxruntime'))('and in Python, if it has onnxruntime', () => {
    const { image, expected } = example();
    const [pixels, result] = [join(folder, 'in.npy'), join(folder, 'out.npy')];
    writeFileSync(pixels, npy(image.shape, image.data));
    const script = fileURLToPath(new URL('serve.py', import.meta.url));
    runPython([script, join(folder, 'model.onnx'), pixels, result]);
    // Past the header, whose length is in bytes 8 and 9.
    const file = readFileSync(result);
    const values = new Uint8Array(file.subarray(10 + file.readUInt16LE(8)));
    const output = { shape: image.shape, data: new Float32Array(values.buffer) };
    expectClose(output, expected, { rtol: 0, atol: 1e-4 });
  });
});

function example(): { image: ReturnType<typeof someInput>; expected: Tensor } {
  const image = someInput(model.inputs[0] as SymbolicTensor, 3, 1);
  return { image, expected: model.predict(tensor(image.data, image.shape)) as Tensor };
}

/** A file of NumPy, version 1. */
function npy(shape: readonly number[], data: Float32Array): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = text.padEnd(117) + '\n';
  const prefix = [...Buffer.from('\x93NUMPY\x01\x00', 'latin1'), header.length, 0];
  return Buffer.concat([Buffer.from(prefix), Buffer.from(header), Buffer.from(data.buffer)]);
}
