import { tensor3d } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { randomSource, streams, TEST_SEED } from '@tfjs-stn-apps/digit-training';
import { expectNoLeak } from '@tfjs-stn/testing';
import { beforeAll, describe, expect, test } from 'vitest';

import { multiDigits } from '../../src/paper/cell.js';
import { exampleBatch } from '../../src/paper/training/example-batch.js';
import { NO_DIGIT, numberShapes, PLACES } from '../../src/paper/training/number-batch.js';
import { testCell } from '../../src/paper/training/test-cell.js';
import { startBackend } from '../../src/training/start-backend.js';

beforeAll(() => startBackend('wasm', 1));

const COUNT = 60;
const grey = (label: number): number => 25 * (label + 1);

/** Each digit is a square of 16×16 pixels whose grey value tells the label. */
const digits = ((): Parameters<typeof exampleBatch>[1] => {
  const labels = Uint8Array.from({ length: COUNT }, (_, index) => index % 10);
  const images = Uint8Array.from({ length: COUNT * 784 }, (_, at) => {
    const [x, y] = [at % 28, Math.floor(at / 28) % 28];
    const inside = Math.min(x, y) >= 6 && Math.max(x, y) < 22;
    return inside ? grey(labels[Math.floor(at / 784)] as number) : 0;
  });
  return { count: COUNT, images, labels };
})();

/** Random numbers that take all patches from an empty corner. */
function withoutPatches(): () => number {
  const random = randomSource(3);
  const layouts = 5 * COUNT;
  let calls = 0;
  return () => {
    calls++;
    return calls > layouts && calls <= layouts + 6 * 5 * COUNT ? 0.999 : random();
  };
}

describe.each(multiDigits)('%s', (name) => {
  const [height, width] = numberShapes[name];

  test('shows the digits of its labels from left to right, and no others', () => {
    const { images, labels } = exampleBatch(name, digits, withoutPatches());
    expect(images.shape).toEqual([COUNT, height, width, 1]);
    const values = images.dataSync<'float32'>();
    images.dispose();
    const lengths = new Set<number>();
    for (let index = 0; index < COUNT; index++) {
      const places = [...labels.subarray(PLACES * index, PLACES * (index + 1))];
      const length = [...places, NO_DIGIT].indexOf(NO_DIGIT);
      lengths.add(length);
      expect(places.slice(length)).toEqual(Array(PLACES - length).fill(NO_DIGIT));
      // The first digit is the one that was given.
      expect(places[0]).toBe(index % 10);
      const image = values.subarray(index * height * width, (index + 1) * height * width);
      const shown = columnsOfLabels(image, width);
      const distinct = [...new Set(places.slice(0, length))];
      expect(new Set(shown.keys())).toEqual(new Set(distinct));
      if (distinct.length < length) continue;
      const columns = distinct.map((label) => shown.get(label) as number);
      expect(columns).toEqual(columns.toSorted((one, other) => one - other));
    }
    expect(lengths).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test('depends on the random numbers alone, and leaves no tensor behind', () => {
    const draw = (seed: number): Float32Array => {
      const { images } = exampleBatch(name, digits, randomSource(seed));
      const values = images.dataSync<'float32'>().slice();
      images.dispose();
      return values;
    };
    expectNoLeak(() => void draw(1));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

/** The mean column of each label whose exact grey value an image shows in more than a few pixels. */
function columnsOfLabels(image: Float32Array, width: number): Map<number, number> {
  const columns = new Map<number, number[]>();
  image.forEach((value, at) => {
    const label = Math.round((255 * value) / 25) - 1;
    if (label < 0 || Math.abs(255 * value - grey(label)) > 0.01) return;
    columns.set(label, [...(columns.get(label) ?? []), at % width]);
  });
  // Between two squares an edge may have the grey of a third by chance.
  const seen = [...columns].filter(([, found]) => found.length > 4);
  return new Map(
    seen.map(([label, found]) => [label, found.reduce((sum, one) => sum + one, 0) / found.length]),
  );
}

test('a number is wrong if one of its places is', async () => {
  const random = randomSource(TEST_SEED, streams.distortion, 0);
  const { images, labels } = exampleBatch('MULTI64', digits, random);
  images.dispose();
  const answers = labels.slice();
  // Two places of one number, one of another.
  for (const at of [0, 1, 2 * PLACES + 4]) answers[at] = ((labels[at] as number) + 1) % 11;
  const oneHot = Float32Array.from({ length: 11 * answers.length }, (_, at) =>
    Number(answers[Math.floor(at / 11)] === at % 11),
  );
  const model = Object.create(LayersModel.prototype) as LayersModel;
  model.apply = () => tensor3d(oneHot, [COUNT, PLACES, 11]);
  expect(await testCell(model, digits, 'MULTI64', new AbortController().signal)).toBe(2);
});
