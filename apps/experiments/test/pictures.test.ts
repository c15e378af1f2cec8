import { decode } from 'fast-png';
import { expect, test } from 'vitest';

import { beforeAfter } from '../src/report/before-after.js';
import { curves } from '../src/report/curves.js';
import type { Showcase } from '../src/training/showcase.js';

const identity = [1, 0, 0, 0, 1, 0];

function showcaseOf(imageSize: number, theta: readonly number[]): Showcase {
  const pixels = imageSize * imageSize;
  return {
    labels: Uint8Array.of(3, 7),
    imageSize,
    distorted: new Float32Array(2 * pixels).fill(1),
    thetas: Float32Array.from([...theta, ...theta]),
    rectifiedSize: 28,
    rectified: new Float32Array(2 * 784).fill(0.5),
  };
}

async function pictureOf(shown: Showcase): Promise<{
  width: number;
  height: number;
  at(x: number, y: number): number[];
}> {
  const { width, height, data, channels } = decode(await beforeAfter(shown));
  const at = (x: number, y: number): number[] =>
    Array.from(data.slice(channels * (y * width + x), channels * (y * width + x) + 3));
  return { width, height, at };
}

test('before-after.png has three rows and a column for every digit', async () => {
  const { width, height, at } = await pictureOf(showcaseOf(28, identity));
  expect([width, height]).toEqual([124 + 2 * 160, 36 + 3 * 160]);
  const [x, y] = [124 + 80, 36 + 80];
  expect(at(x, y)).toEqual([255, 255, 255]);
  expect(at(x + 160, y + 160)).toEqual([255, 255, 255]);
  expect(at(x, y + 320)).toEqual([128, 128, 128]);
});

test('before-after.png: the quadrilateral of the identity is the frame of the image, its top blue', async () => {
  const { at } = await pictureOf(showcaseOf(28, identity));
  const [x, y] = [124 + 80, 36 + 160 + 80];
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
  const { at } = await pictureOf(showcaseOf(42, [0, -1, 0, 1, 0, 0]));
  const side = 42 * Math.round(112 / 42);
  expect(at(124 + 80 + side / 2, 36 + 160 + 80)).toEqual([102, 217, 239]);
});

test('before-after.png has labels above and left of the images, also without system fonts', async () => {
  const { at } = await pictureOf(showcaseOf(28, identity));
  const background = at(0, 0);
  const hasInk = (left: number, top: number, width: number, height: number): boolean =>
    Array.from({ length: width * height }, (_, index) =>
      at(left + (index % width), top + Math.floor(index / width)),
    ).some((pixel) => String(pixel) !== String(background));
  expect(hasInk(124 + 70, 8, 20, 26)).toBe(true);
  for (const row of [0, 1, 2]) expect(hasInk(20, 36 + 160 * row + 70, 84, 20)).toBe(true);
  expect(hasInk(0, 0, 124, 36)).toBe(false);
});

test('before-after.png clips a quadrilateral that lies outside of it', async () => {
  const { width, height, at } = await pictureOf(showcaseOf(28, [9, 0, 0, 0, 9, 0]));
  expect([width, height]).toEqual([124 + 2 * 160, 36 + 3 * 160]);
  expect(at(124 + 80, 36 + 160 + 80)).toEqual([255, 255, 255]);
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
