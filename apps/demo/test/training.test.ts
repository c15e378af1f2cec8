import '@tensorflow/tfjs-backend-wasm';
import { memory, ready, setBackend } from '@tensorflow/tfjs-core';
import { Trainee } from '@tfjs-stn-apps/digit-training';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { firstOfEachClass, readMnist } from '../scripts/mnist.mjs';
import { distortions } from '../src/model/choices.js';
import { readDrawing, showDigits } from '../src/learning/read-images.js';
import { Pace, train, type TrainingProgress, learningRates } from '../src/learning/train.js';
import { buildModel, buildPlainModel } from '../src/model/model.js';
import { loadNet, saveNet, type SavedNet } from '../src/model/saved-net.js';
import { testModel } from '../src/learning/test-model.js';

const order = {
  distortion: 'turned',
  transform: 'affine',
  steps: 60,
  seed: 3,
  further: false,
} as const;

describe('training', () => {
  let digits: Digits;
  beforeAll(async () => {
    await setBackend('wasm');
    await ready();
    await registerWasmKernels();
    await registerWasmTrainingKernels();
    digits = firstOfEachClass(readMnist('train'), 30);
  });

  it('lowers the loss, leaves no tensors, and its net is saved and loaded', async () => {
    const model = buildModel('affine', 3);
    const before = memory().numTensors;
    const news: TrainingProgress[] = [];
    const hooks = { pace: new Pace(), onStep: (step: TrainingProgress) => void news.push(step) };
    const plainModel = buildPlainModel(3);
    const trainees = { own: new Trainee(model), plain: new Trainee(plainModel) };
    expect(await train(trainees, digits, order, hooks)).toBe('finished');
    expect(news.map(({ step }) => step)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    // Ten classes: a net that knows nothing has a loss of ln 10 or more.
    expect(news[0]!.loss).toBeGreaterThan(2.2);
    const last = news.slice(-10).reduce((sum, { loss }) => sum + loss / 10, 0);
    expect(last).toBeLessThan(2.1);
    const plain = news.slice(-10).reduce((sum, step) => sum + Number(step.plain?.loss) / 10, 0);
    expect(plain).toBeLessThan(2.1);
    plainModel.dispose();

    const facts = { transform: 'affine', distortion: 'turned', steps: 25 } as const;
    const { model: copy, facts: loaded } = await loadNet(await saveNet(model, facts));
    expect(loaded).toEqual(facts);
    const shown = showDigits(model, digits, 'turned');
    expect(showDigits(copy, digits, 'turned')).toEqual(shown);
    expect(shown.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(testModel(copy, digits, distortions.turned).accuracy).toBeGreaterThan(0.15);
    readDrawing(model, shown[0]!.image);
    copy.dispose();
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });

  it('starts with a transformer that changes nothing', () => {
    const model = buildModel('tps', 1);
    const { angle, rectifiedAngle } = testModel(model, digits, distortions.turned);
    // Uniform between -90° and 90°: 45° on average.
    expect(angle).toBeGreaterThan(40);
    expect(angle).toBeLessThan(50);
    expect(rectifiedAngle).toBeCloseTo(angle, 3);
    model.dispose();
  });

  it('stops between two steps, also while it is paused', async () => {
    const model = buildModel('affine', 3);
    const pace = new Pace();
    const onStep = ({ step }: TrainingProgress): void => {
      if (step === 2) pace.control('pause');
    };
    const end = train({ own: new Trainee(model) }, digits, order, { pace, onStep });
    setTimeout(() => pace.control('stop'), 400);
    expect(await end).toBe('stopped');
    model.dispose();
  });

  it.each([
    [
      'without a word of what it learned',
      'a known transform',
      (net) => ({ ...net, json: net.json.replace('"turned"', '0') }),
    ],
    [
      'with half of its weights',
      'bytes of weights',
      (net) => ({ ...net, weights: net.weights.slice(0, 999) }),
    ],
    [
      'with weights that are not finite',
      'finite weights',
      (net) => ({ ...net, weights: net.weights.fill(255) }),
    ],
    ['of something else', 'a known transform', () => ({ json: '[]', weights: new Uint8Array(0) })],
  ] satisfies [string, string, (net: SavedNet) => SavedNet][])(
    'refuses a saved net %s',
    async (_what, text, damage) => {
      const model = buildModel('affine', 1);
      const facts = { transform: 'affine', distortion: 'turned', steps: 1 } as const;
      const net = await saveNet(model, facts);
      model.dispose();
      const before = memory().numTensors;
      await expect(loadNet(damage(net))).rejects.toThrow(`loadNet: a saved net must have`);
      await expect(loadNet(damage(net))).rejects.toThrow(text);
      expect(memory().numTensors).toBe(before);
    },
  );
});

describe('learning rates', () => {
  it('warm up, and end at 0', () => {
    expect(learningRates(0, 1000).localisation).toBeLessThan(0.001);
    expect(learningRates(29, 1000).localisation).toBeGreaterThan(0.0029);
    expect(learningRates(1000, 1000).localisation).toBeCloseTo(0, 12);
  });
});
