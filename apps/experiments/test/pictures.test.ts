import { decode } from 'fast-png';
import { assert, expect, test } from 'vitest';

import { beforeAfter } from '../src/report/before-after.js';
import { curves } from '../src/report/curves.js';
import { OUTLINE_STEPS } from '../src/training/showcase.js';

const identity = [1, 0, 0, 0, 1, 0];

/** The border of an affine output in the input, in plain numbers. */
function border([a = 0, b = 0, x = 0, c = 0, d = 0, y = 0]: readonly number[]): number[] {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  return corners.flatMap((from, side) => {
    const to = corners[(side + 1) % 4] ?? from;
    return Array.from({ length: OUTLINE_STEPS }, (_, step) => {
      const [u, v] = [0, 1].map((axis) => {
        const [start, end] = [from[axis] ?? 0, to[axis] ?? 0];
        return start + ((end - start) * step) / OUTLINE_STEPS;
      }) as [number, number];
      return [a * u + b * v + x, c * u + d * v + y];
    }).flat();
  });
}

/** Two digits, a 3 and a 7; the ST-CNN reads both right, the CNN reads the 7 as 1. */
function shownWith(imageSize: number, theta: readonly number[]): Parameters<typeof beforeAfter>[0] {
  const pixels = imageSize * imageSize;
  const shared = {
    labels: Uint8Array.of(3, 7),
    imageSize,
    distorted: new Float32Array(2 * pixels).fill(1),
  };
  const rectifying = {
    outlines: Float32Array.from([...border(theta), ...border(theta)]),
    size: 28,
    images: new Float32Array(2 * 784).fill(0.5),
  };
  return [
    { model: 'cnn', showcase: { ...shared, answers: Uint8Array.of(3, 1) } },
    { model: 'st-cnn', showcase: { ...shared, answers: Uint8Array.of(3, 7), rectifying } },
  ];
}

async function pictureOf(shown: Parameters<typeof beforeAfter>[0]): Promise<{
  width: number;
  height: number;
  at(x: number, y: number): number[];
}> {
  const png = await beforeAfter(shown);
  assert(png, 'a model has a transformer');
  const { width, height, data, channels } = decode(png);
  const at = (x: number, y: number): number[] =>
    Array.from(data.slice(channels * (y * width + x), channels * (y * width + x) + 3));
  return { width, height, at };
}

test('before-after.png has three rows and a column for every digit', async () => {
  const { width, height, at } = await pictureOf(shownWith(28, identity));
  expect([width, height]).toEqual([124 + 2 * 160, 48 + 3 * 160 + 2 * 40 + 10]);
  const [x, y] = [124 + 80, 48 + 80];
  expect(at(x, y)).toEqual([255, 255, 255]);
  expect(at(x + 160, y + 160)).toEqual([255, 255, 255]);
  expect(at(x, y + 320)).toEqual([128, 128, 128]);
});

test('before-after.png: the quadrilateral of the identity is the frame of the image, its top blue', async () => {
  const { at } = await pictureOf(shownWith(28, identity));
  const [x, y] = [124 + 80, 48 + 160 + 80];
  expect(at(x, y - 57)).toEqual([102, 217, 239]);
  for (const [dx, dy] of [
    [0, 56],
    [-57, 0],
    [56, 0],
  ] as const) {
    expect(at(x + dx, y + dy)).toEqual([255, 112, 67]);
  }
});

test('before-after.png: after a quarter turn the top of the quadrilateral is on the right', async () => {
  const { at } = await pictureOf(shownWith(42, [0, -1, 0, 1, 0, 0]));
  const side = 42 * Math.round(112 / 42);
  expect(at(124 + 80 + side / 2, 48 + 160 + 80)).toEqual([102, 217, 239]);
});

test('before-after.png has labels above and left of the images, also without system fonts', async () => {
  const { at } = await pictureOf(shownWith(28, identity));
  const background = at(0, 0);
  const hasInk = (left: number, top: number, width: number, height: number): boolean =>
    Array.from({ length: width * height }, (_, index) =>
      at(left + (index % width), top + Math.floor(index / width)),
    ).some((pixel) => String(pixel) !== String(background));
  expect(hasInk(124 + 70, 8, 20, 26)).toBe(true);
  for (const row of [0, 1, 2]) expect(hasInk(20, 48 + 160 * row + 70, 84, 20)).toBe(true);
  expect(hasInk(0, 0, 124, 48)).toBe(false);
  // The names of the models, and their answers.
  for (const row of [0, 1]) {
    const top = 48 + 480 + 40 * row + 8;
    for (const left of [20, 124 + 70, 124 + 230]) expect(hasInk(left, top, 60, 24)).toBe(true);
  }
});

test('before-after.png clips a quadrilateral that lies outside of it', async () => {
  const { width, height, at } = await pictureOf(shownWith(28, [9, 0, 0, 0, 9, 0]));
  expect([width, height]).toEqual([124 + 2 * 160, 48 + 3 * 160 + 2 * 40 + 10]);
  expect(at(124 + 80, 48 + 160 + 80)).toEqual([255, 255, 255]);
});

test('before-after.png shows right and wrong answers in different colours', async () => {
  const { at } = await pictureOf(shownWith(28, identity));
  const inkOf = (column: number, row: number): string[] => {
    const [left, top] = [124 + column * 160 + 40, 48 + 480 + 40 * row];
    const pixels = Array.from({ length: 80 * 40 }, (_, index) =>
      at(left + (index % 80), top + Math.floor(index / 80)).join(),
    );
    return [...new Set(pixels)];
  };
  const [right, wrong] = ['123,216,143', '255,122,107'] as const;
  for (const [column, row] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    expect(inkOf(column, row)).toContain(right);
    expect(inkOf(column, row)).not.toContain(wrong);
  }
  expect(inkOf(1, 0)).toContain(wrong);
  expect(inkOf(1, 0)).not.toContain(right);
});

test('there is no before-after.png without a transformer', async () => {
  expect(await beforeAfter(shownWith(28, identity).slice(0, 1))).toBeUndefined();
});

test('curves.svg has colours for light and dark', () => {
  const svg = curves([{ model: 'cnn', points: [] }]);
  const [light = '', dark = ''] = svg.split('@media (prefers-color-scheme: dark)');
  for (const name of ['paper', 'axis', 'rule']) {
    const rule = new RegExp(`\\.${name} { (fill|stroke): (#[0-9a-f]+) }`);
    expect(rule.exec(dark)?.[2]).toMatch(/^#/);
    expect(rule.exec(dark)?.[2]).not.toBe(rule.exec(light)?.[2]);
  }
});

test('curves.svg has a line per model and panel', () => {
  const points = [
    { step: 10, loss: 2, accuracy: 0.2 },
    { step: 20, loss: 1, accuracy: 0.6 },
    { step: 30, loss: 0.01, accuracy: 1 },
  ];
  const svg = curves([
    { model: 'cnn', points },
    { model: 'st-cnn', points },
  ]);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="960"/);
  expect(svg.match(/fill="none" stroke="#/g)).toHaveLength(4);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('curves.svg is valid without points', () => {
  expect(curves([{ model: 'cnn', points: [] }])).not.toMatch(/NaN|Infinity|undefined/);
});
