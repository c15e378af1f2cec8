import '@tensorflow/tfjs-backend-cpu';

import { randomNormal, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { exportOnnx } from '@tfjs-stn/onnx';
import { expectClose } from '@tfjs-stn/testing';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { beforeAll, expect, it } from 'vitest';

import { transformTitles, type TransformChoice } from '../src/model/choices.js';
import { buildModel, transformerOf } from '../src/model/model.js';

beforeAll(() => setBackend('cpu'));

it.each(Object.keys(transformTitles) as TransformChoice[])(
  'a net with %s gives the same answers in ONNX Runtime',
  async (transform) => {
    const model = buildModel(transform, 2);
    const [kernel] = transformerOf(model).localisation?.weights.slice(-2) ?? [];
    // Untrained, every image has the identity as θ.
    kernel?.write(randomNormal(kernel.shape as number[], 0, 0.02, 'float32', 1));
    const images = randomNormal([3, 42, 42, 1], 0, 1, 'float32', 4);
    const expected = model.predict(images) as Tensor;
    expect(expected.shape).toEqual([3, 10]);
    const session = await InferenceSession.create(await exportOnnx(model));
    const pixels = new OnnxTensor('float32', images.dataSync<'float32'>(), images.shape);
    const outputs = await session.run({ [session.inputNames[0] ?? '']: pixels });
    const { [session.outputNames[0] ?? '']: logits } = outputs;
    const data = Float32Array.from(logits?.data as Float32Array);
    expectClose({ shape: [3, 10], data }, expected, { rtol: 1e-4, atol: 1e-4 });
  },
);
