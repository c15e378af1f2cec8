import { slice, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { digitImages, randomSource, Trainee, transformerOf } from '@tfjs-stn-apps/digit-training';
import type { SpatialTransformerLayer } from '@tfjs-stn/layers';
import { expectNoLeak } from '@tfjs-stn/testing';
import { beforeAll, describe, expect, test } from 'vitest';

import { coLocalisations } from '../../src/paper/cell.js';
import { buildCoLocalisationNet, learnToLocalise } from '../../src/paper/training/co-localise.js';
import { recipes } from '../../src/paper/training/recipe.js';
import { BOX, foundBoxes, shiftedDigits } from '../../src/paper/training/shifted-digits.js';
import { startBackend } from '../../src/training/start-backend.js';

beforeAll(() => startBackend('wasm', 1));

const COUNT = 6;
/** Solid squares of different grey; labels 0 0 1 1 2 2. */
const digits = {
  count: COUNT,
  images: Uint8Array.from({ length: COUNT * 784 }, (_, at) => 40 * (1 + Math.floor(at / 784))),
  labels: Uint8Array.from([0, 0, 1, 1, 2, 2]),
};

describe.each(coLocalisations)('%s', (name) => {
  test('tells where each digit is', () => {
    const { images, centres } = shiftedDigits(name, digits, randomSource(4));
    expect(images.shape).toEqual([COUNT, 84, 84, 1]);
    const values = images.dataSync<'float32'>();
    images.dispose();
    for (let index = 0; index < COUNT; index++) {
      const [x = 0, y = 0] = [0, 1].map((axis) => 42 * (1 + (centres[2 * index + axis] ?? 0)));
      let [inside, outside] = [0, 0];
      for (let at = 0; at < 84 * 84; at++) {
        const [column, row] = [(at % 84) + 0.5, Math.floor(at / 84) + 0.5];
        const ink = (values[index * 84 * 84 + at] as number) > 0.05;
        // A pixel at the edge may be either.
        const distance = Math.max(Math.abs(column - x), Math.abs(row - y));
        if (ink && distance < 13) inside++;
        if (ink && distance > 15) outside++;
      }
      expect(inside).toBeGreaterThan(25 * 25);
      const [least, most] = name === 'CO-T' ? [0, 0] : [100, 16 * 36];
      expect(outside).toBeGreaterThanOrEqual(least);
      expect(outside).toBeLessThanOrEqual(most);
    }
  });
});

test.each([
  ['the box of the digit', [BOX, 0, 0], 1],
  ['9 pixels beside it: 19/37', [BOX, 9 / 42, 0], 1],
  ['10 pixels beside it: 18/38', [BOX, 0, -10 / 42], 0],
  ['1.9 times the area', [BOX * Math.sqrt(1.9), 0, 0], 1],
  ['2.1 times the area', [BOX * Math.sqrt(2.1), 0, 0], 0],
  ['rotated by 180°', [-BOX, 0, 0], 1],
  ['far away', [BOX, 1, 1], 0],
])('an IoU above 0.5 counts: %s', (_, [scale = 0, x = 0, y = 0], expected) => {
  const [left, top] = [0.2, -0.1];
  const theta = Float32Array.from([scale, left + x, top + y]);
  expect(foundBoxes(theta, Float32Array.from([left, top]))).toBe(expected);
});

describe('learnToLocalise', () => {
  const step = (at: number) => ({
    digits,
    random: randomSource(1, at),
    settings: recipes['CO-T'],
    step: at,
    steps: 100,
  });
  const weightsOf = (trainee: Trainee): number[][] =>
    trainee.weights.map(({ values }) => [...values]);

  test('trains the encoder, then the transformer alone, and leaves no tensor behind', () => {
    const model = buildCoLocalisationNet(1);
    const trainee = new Trainee(model);
    const own = transformerOf(model)?.trainableWeights.length ?? 0;
    const start = weightsOf(trainee);
    learnToLocalise(trainee, 'CO-T', step(19));
    const encoded = weightsOf(trainee);
    expect(encoded.slice(0, own)).toEqual(start.slice(0, own));
    expect(encoded.at(-1)).not.toEqual(start.at(-1));
    learnToLocalise(trainee, 'CO-T', step(20));
    expectNoLeak(() => void learnToLocalise(trainee, 'CO-T', step(21)));
    const localised = weightsOf(trainee);
    expect(localised.slice(own)).toEqual(encoded.slice(own));
    expect(localised.slice(0, own)).not.toEqual(encoded.slice(0, own));
    model.dispose();
  });

  test('has the triplet loss', () => {
    const model = buildCoLocalisationNet(1);
    const { loss, accuracy } = learnToLocalise(new Trainee(model), 'CO-T', step(50));
    const fresh = buildCoLocalisationNet(1);
    const random = randomSource(1, 50);
    const { images } = shiftedDigits('CO-T', digits, random);
    const places = Array.from({ length: COUNT }, () => [
      BOX,
      (1 - BOX) * (2 * random() - 1),
      (1 - BOX) * (2 * random() - 1),
    ]);
    const features = (shown: Tensor): number[] => {
      const encoder = fresh.layers.slice(2, -1);
      return [...encoder.reduce((seen, layer) => layer.apply(seen) as Tensor, shown).dataSync()];
    };
    /** Features of what the transformer shows of each image at a given θ. */
    const featuresAt = (thetas: readonly number[][]): number[][] =>
      thetas.map((theta, index) =>
        tidy(() => {
          const transformer = fresh.layers[1] as SpatialTransformerLayer;
          transformer.localisation?.layers.at(-1)?.weights[1]?.write(tensor1d([...theta]));
          const image = slice(images, [index, 0, 0, 0], [1, -1, -1, -1]);
          return features(transformer.apply(image) as Tensor);
        }),
      );
    const start = [2 * BOX, 0, 0];
    const same = featuresAt(places.map(() => start));
    const elsewhere = featuresAt(places);
    const square = (one: number[], other?: number[]): number =>
      one.reduce((total, value, at) => total + (value - (other?.[at] ?? 0)) ** 2, 0);
    const unit = tidy(() => square(features(digitImages(digits)))) / COUNT;
    let [total, pairs] = [0, 0];
    for (let n = 0; n < COUNT; n++) {
      for (let m = 0; m < COUNT; m++) {
        if (m === n || digits.labels[m] !== digits.labels[n]) continue;
        const [near, far] = [square(same[n] ?? [], same[m]), square(same[n] ?? [], elsewhere[n])];
        total += Math.max(0, (near - far) / unit + 1);
        pairs += 1;
      }
    }
    expect(loss).toBeCloseTo(total / pairs, 3);
    expect(accuracy).toBe(0);
    for (const net of [model, fresh]) net.dispose();
    images.dispose();
  });
});
