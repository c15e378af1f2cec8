import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { isPythonMissing, runPython } from '@tfjs-stn-tooling/test-support/python';
import * as onNode from 'onnxruntime-node';
import * as onWeb from 'onnxruntime-web';
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { expectClose, seededRandom } from '@tfjs-stn/testing';
import { expect, it } from 'vitest';

import { exportOnnx } from '../src/index.js';

interface Dense {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Values from -1 to 1 for an input, in halves of 1/64 so that rounding does not matter. */
export function someInput({ shape }: SymbolicTensor, batch: number, seed: number): Dense {
  const random = seededRandom(seed);
  const sizes = shape.map((size, axis) => size ?? (axis === 0 ? batch : 4));
  const length = sizes.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length }, () => Math.round(random() * 128 - 64) / 64);
  return { shape: sizes, data };
}

/** ONNX Runtime in Node.js and the one of browsers. */
type Runtime = typeof onNode | typeof onWeb;

/** Runs a file in ONNX Runtime, for each of some inputs. */
async function runOnnx(
  { InferenceSession, Tensor: OnnxTensor }: Runtime,
  file: Uint8Array,
  batches: readonly (readonly Dense[])[],
): Promise<Dense[][]> {
  // Without its remarks on what it optimises.
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  const results: Dense[][] = [];
  for (const inputs of batches) {
    const feeds = inputs.map(({ shape, data }, index) => [
      session.inputNames[index] as string,
      new OnnxTensor('float32', data, shape),
    ]);
    const outputs = await session.run(Object.fromEntries(feeds) as Record<string, onNode.Tensor>);
    results.push(
      session.outputNames.map((name): Dense => {
        const { dims, data } = outputs[name] as onNode.Tensor;
        return { shape: [...dims], data: Float32Array.from(data as Float32Array) };
      }),
    );
  }
  await session.release();
  return results;
}

/** What the tests of one file have exported. */
const files: Uint8Array[] = [];

/**
 * Exports the model and compares it in ONNX Runtime with itself, for batches of 1 and 5, in Node.js
 * and by WebAssembly.
 */
export async function expectSameInOnnx(
  model: LayersModel,
  inputsFor = (batch: number): readonly Dense[] =>
    model.inputs.map((input, index) => someInput(input, batch, 7 + index)),
): Promise<void> {
  const batches = [1, 5].map(inputsFor);
  const predicted = batches.map((inputs, index) =>
    [
      model.predict(
        inputs.map(({ shape, data }) => tensor(data, shape)),
        { batchSize: index === 0 ? 1 : 5 },
      ),
    ].flat(),
  );
  for (const opset of [16, 20] as const) {
    const file = await exportOnnx(model, { opset });
    files.push(file);
    for (const runtime of [onNode, onWeb]) {
      const results = await runOnnx(runtime, file, batches);
      results.flat().forEach((output, index) => {
        expectClose(output, predicted.flat()[index] as Tensor, { rtol: 1e-4, atol: 1e-4 });
      });
      expect(results.flat()).toHaveLength(predicted.flat().length);
    }
  }
}

/** A test, the last of a file, that ONNX's own checker takes everything that was exported before. */
export function itPassesTheChecker(): void {
  it.skipIf(isPythonMissing('onnx'))('passes onnx.checker in Python', () => {
    expect(checkInPython(files)).toHaveLength(files.length);
    expect(files.length).toBeGreaterThan(0);
  });
}

/** @returns what ONNX's checker says of each file; it throws for one that is not valid */
export function checkInPython(checked: readonly Uint8Array[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-onnx-'));
  try {
    const paths = checked.map((file, index) => join(folder, `${index}.onnx`));
    checked.forEach((file, index) => writeFileSync(paths[index] as string, file));
    const script = new URL('../../../tooling/goldens/check_onnx.py', import.meta.url);
    return runPython([fileURLToPath(script), ...paths])
      .trim()
      .split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
