import { decode } from 'fast-png';
import { expect, test } from 'vitest';

import { beforeAfter } from '../src/pictures/before-after.js';
import { Canvas } from '../src/pictures/canvas.js';
import { curves } from '../src/pictures/curves.js';
import type { Showcase } from '../src/testing/showcase.js';

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

function pictureOf(shown: Showcase): {
  width: number;
  height: number;
  at(x: number, y: number): number[];
} {
  const { width, height, data, channels } = decode(beforeAfter(shown));
  const at = (x: number, y: number): number[] =>
    Array.from(data.slice(channels * (y * width + x), channels * (y * width + x) + 3));
  return { width, height, at };
}

test('the picture has three rows and a column for every digit', () => {
  const { width, height, at } = pictureOf(showcaseOf(28, identity));
  expect([width, height]).toEqual([124 + 2 * 160, 36 + 3 * 160]);
  const [x, y] = [124 + 80, 36 + 80];
  expect(at(x, y)).toEqual([255, 255, 255]);
  expect(at(x + 160, y + 160)).toEqual([255, 255, 255]);
  expect(at(x, y + 320)).toEqual([128, 128, 128]);
});

test('the quadrilateral of the identity is the frame of the image, its top blue', () => {
  const { at } = pictureOf(showcaseOf(28, identity));
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

test('after a quarter turn the top of the quadrilateral is on the right', () => {
  const { at } = pictureOf(showcaseOf(42, [0, -1, 0, 1, 0, 0]));
  const side = 42 * Math.round(112 / 42);
  expect(at(124 + 80 + side / 2, 36 + 160 + 80)).toEqual([102, 217, 239]);
});

test('drawing outside the picture is harmless', () => {
  const canvas = new Canvas(4, 4, [0, 0, 0]);
  canvas.line([-10, 2], [20, 2], 2, [255, 0, 0]);
  canvas.rectangle([-5, 3], [1, 9], [0, 255, 0]);
  expect(canvas.data).toHaveLength(3 * 16);
  expect([...canvas.data.subarray(3 * 7, 3 * 8)]).toEqual([255, 0, 0]);
  expect([...canvas.data.subarray(3 * 12, 3 * 13)]).toEqual([0, 255, 0]);
});

test('the curves are an SVG with a line per model and panel', () => {
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

test('curves without a point are still an SVG', () => {
  expect(curves([{ model: 'cnn', points: [] }])).not.toMatch(/NaN|Infinity|undefined/);
});
