import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { expectClose, seededRandom } from '@tfjs-stn/testing';

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

/** Runs a file in ONNX Runtime. */
async function runOnnx(file: Uint8Array, inputs: readonly Dense[]): Promise<Dense[]> {
  const session = await InferenceSession.create(file);
  const feeds = inputs.map(({ shape, data }, index) => [
    session.inputNames[index] as string,
    new OnnxTensor('float32', data, shape),
  ]);
  const outputs = await session.run(Object.fromEntries(feeds) as Record<string, OnnxTensor>);
  const results = session.outputNames.map((name): Dense => {
    const { dims, data } = outputs[name] as OnnxTensor;
    return { shape: [...dims], data: Float32Array.from(data as Float32Array) };
  });
  await session.release();
  return results;
}

/** Exports the model and compares it in ONNX Runtime with itself, for batches of 1 and 5. */
export async function expectSameInOnnx(
  model: LayersModel,
  opsets: readonly (16 | 20)[] = [16, 20],
  inputsFor = (batch: number): readonly Dense[] =>
    model.inputs.map((input, index) => someInput(input, batch, 7 + index)),
): Promise<void> {
  for (const opset of opsets) {
    const file = await exportOnnx(model, { opset });
    for (const batch of [1, 5]) {
      const inputs = inputsFor(batch);
      const predicted: Tensor | Tensor[] = model.predict(
        inputs.map(({ shape, data }) => tensor(data, shape)),
        { batchSize: batch },
      );
      const outputs = await runOnnx(file, inputs);
      outputs.forEach((output, index) =>
        expectClose(output, [predicted].flat()[index] as Tensor, { rtol: 1e-4, atol: 1e-4 }),
      );
    }
  }
}
