import {
  add,
  grad,
  grads,
  mul,
  ones,
  slice,
  squeeze,
  sum,
  tensor1d,
  tensor3d,
  tensor4d,
  tile,
  zeros,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  warp,
  type GridField,
  type Padding,
  type Sampler,
  type SamplingField,
} from '@tfjs-stn/core';
import { expect } from 'vitest';

import { expectClose } from '../../matchers/expect-close.js';
import { affineFields, affineRows, contractSize, pointField, randomImage } from './inputs.js';

const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];
const tolerance = { rtol: 1e-4, atol: 1e-4 };

/** Every kind of field of the same map gives the same output. */
export function checkFields(sampler: Sampler): void {
  const image = randomImage([2, 6, 7, 2]);
  // Both alignCorners with zeros: other paddings act on points, whatever the field.
  const tried = [
    ['zeros', false],
    ['zeros', true],
    ['border', true],
    ['reflection', false],
    ['wrap', true],
  ] as const;
  for (const [padding, alignCorners] of tried) {
    const [first, ...others] = affineFields(2, alignCorners).map((field) =>
      warp(image, field, { sampler, padding }),
    ) as [Tensor4D, ...Tensor4D[]];
    expect(first.shape).toEqual([2, ...contractSize, 2]);
    for (const other of others) {
      const what = `${padding}, alignCorners ${alignCorners}`;
      expectClose(other, first, { ...tolerance, what });
    }
  }
}

/** The same pixel coordinates give the same output for both alignCorners. */
export function checkAlignCorners(sampler: Sampler): void {
  const [height, width] = [6, 7];
  const image = randomImage([1, height, width, 2]);
  const [, , corners] = affineFields(1, true) as [SamplingField, SamplingField, GridField];
  const scale = tensor1d([(width - 1) / width, (height - 1) / height]);
  const edges = { ...corners, grid: mul<Tensor4D>(corners.grid, scale), alignCorners: false };
  for (const padding of ['zeros', 'border', 'wrap'] as const) {
    const [one, other] = [corners, edges].map((field) => warp(image, field, { sampler, padding }));
    expectClose(one as Tensor4D, other as Tensor4D, { ...tolerance, what: padding });
  }
}

/** A batch of one on either side equals copies of it, and rank 3 equals a batch of one. */
export function checkBatches(sampler: Sampler): void {
  const exact = { rtol: 1e-6, atol: 1e-6 };
  const image = randomImage([1, 6, 5, 3]);
  const [field] = affineFields(3, false) as [SamplingField];
  const crops = warp(image, field, { sampler });
  expectClose(crops, warp(tile(image, [3, 1, 1, 1]), field, { sampler }), exact);
  const images = randomImage([3, 6, 5, 3]);
  const [single] = affineFields(1, false) as [SamplingField];
  const all = warp(images, single, { sampler });
  for (let item = 0; item < 3; item++) {
    const one = slice(images, [item, 0, 0, 0], [1, -1, -1, -1]);
    expectClose(slice(all, item, 1), warp(one, single, { sampler }), exact);
  }
  const plain = warp(squeeze<Tensor3D>(image, [0]), single, { sampler });
  expectClose(plain, squeeze(warp(image, single, { sampler }), [0]), exact);
  for (const none of affineFields(0, false)) {
    const apply = (x: Tensor): Tensor => warp(x as Tensor4D, none, { sampler });
    const what = `no crops of an image, ${none.kind}`;
    expectClose(grad(apply)(image, apply(image)), zeros([1, 6, 5, 3]), { ...exact, what });
  }
}

/** Sampling with fill value 0 is linear in the image, and its image gradient is the adjoint. */
export function checkLinear(sampler: Sampler): void {
  const [a, b] = [randomImage([1, 6, 7, 2], 2), randomImage([1, 6, 7, 2], 3)];
  const dy = randomImage([2, ...contractSize, 2], 4);
  const fields = affineFields(2, false);
  // Every padding and every kind of field.
  paddings.forEach((padding, index) => {
    const field = fields[index % fields.length] as SamplingField;
    const apply = (x: Tensor4D): Tensor4D => warp(x, field, { sampler, padding });
    const ofB = apply(b);
    expectClose(apply(add(mul(a, 3), b)), add(mul(apply(a), 3), ofB), tolerance);
    const gradImage = grad((x: Tensor) => apply(x as Tensor4D))(a, dy);
    const [there, back] = [sum(mul(ofB, dy)), sum(mul(gradImage, b))];
    expectClose(back, there, { ...tolerance, what: `adjoint, ${padding}, ${field.kind}` });
  });
}

/** Far outside, zeros give the fill value, also per channel; other paddings give image values. */
export function checkPadding(sampler: Sampler): void {
  const image: Tensor4D = add(randomImage([1, 4, 5, 2]), 10);
  const field = pointField([
    [400, 0],
    [-Infinity, 0.1],
    [0, 3e9],
  ]);
  const filled = warp(image, field, { sampler, fillValue: [3, -2] });
  const fill = [3, -2];
  expectClose(filled, [[[fill, fill, fill]]], tolerance);
  checkPeriods(sampler);
  for (const padding of paddings.slice(1)) {
    // All pixels are between 9 and 11; a kernel may overshoot.
    const values = warp(image, field, { sampler, padding }).dataSync();
    expect(
      values.every((value) => value > 7 && value < 13),
      `${padding}: ${values.join()}`,
    ).toBe(true);
  }
}

/**
 * Border, reflection and wrap read different pixels outside the image. The image has three stripes
 * with the values 1, 2 and 3, wide enough for a kernel to read mostly one of them. The fields are
 * single points, so that their footprint is one, too.
 */
function checkPeriods(sampler: Sampler): void {
  const image = tensor4d(
    Array.from({ length: 60 }, (_, index) => 1 + Math.floor((index % 12) / 4)),
    [1, 5, 12, 1],
  );
  const expected = { border: [1, 1, 3], reflection: [1, 2, 3], wrap: [3, 2, 1] } as const;
  for (const padding of ['border', 'reflection', 'wrap'] as const) {
    const read = [-2.5, -6.5, 13.5].map((pixel) => {
      const field = pointField([[(2 * pixel + 1) / 12 - 1, 0]]);
      return Math.round(warp(image, field, { sampler, padding }).dataSync()[0] as number);
    });
    expect(read, padding).toEqual(expected[padding]);
  }
}

/** NaN affects only its own point; behind a horizon there is the fill value with gradient 0. */
export function checkOddPoints(sampler: Sampler): void {
  const image = randomImage([1, 4, 5, 1]);
  const odd = pointField([
    [0.1, 0.2],
    [0.3, NaN],
    [0.4, -0.1],
  ]);
  for (const padding of paddings) {
    const seen = warp(image, odd, { sampler, padding }).dataSync();
    expect([...seen].map(Number.isNaN), padding).toEqual([false, true, false]);
    const matrix = tensor3d([1, 0, 0, 0, 1, 0, -2, 0, 1], [1, 3, 3]);
    const fill = padding === 'zeros' ? 2.5 : 0;
    const options = { sampler, padding, ...(padding === 'zeros' && { fillValue: fill }) };
    const behind = (m: Tensor, x: Tensor4D = image): Tensor4D => {
      const field = { kind: 'homography', matrix: m as Tensor3D, outputSize: [1, 4] } as const;
      return warp(x, { ...field, alignCorners: false }, options);
    };
    expect(behind(matrix).dataSync()[3], padding).toBe(fill);
    const dy = tensor4d([0, 0, 0, 1], [1, 1, 4, 1]);
    const gradients = [
      grad((m: Tensor) => behind(m))(matrix, dy),
      grad((x: Tensor) => behind(matrix, x as Tensor4D))(image, dy),
    ];
    for (const gradient of gradients) {
      expect(
        gradient.dataSync().every((value) => value === 0),
        padding,
      ).toBe(true);
    }
  }
}

/** The second derivatives w.r.t. the matrix and the image exist and are finite. */
export function checkGradients(sampler: Sampler): void {
  const image = randomImage([1, 6, 7, 1]);
  const rows = affineRows(1).flat();
  const values = tensor3d([...rows, 0, 0, 1], [1, 3, 3]);
  const apply = (m: Tensor, x: Tensor4D): Tensor4D => {
    const field = { kind: 'homography', matrix: m as Tensor3D, outputSize: contractSize } as const;
    return warp(x, { ...field, alignCorners: false }, { sampler, padding: 'border' });
  };
  const loss = (m: Tensor, x: Tensor4D): Tensor => {
    const gradMatrix = grad((n: Tensor) => apply(n, x))(m);
    return sum(mul(gradMatrix, gradMatrix));
  };
  const seconds = [
    grad((m: Tensor) => loss(m, image))(values),
    grad((x: Tensor) => loss(values, x as Tensor4D))(image),
  ];
  for (const gradient of seconds) {
    expect(gradient.dataSync().every(Number.isFinite), 'second order').toBe(true);
  }
}

/** An empty batch and an empty output are valid, gradients included. */
export function checkEmpty(sampler: Sampler): void {
  const [field] = affineFields(1, false) as [SamplingField];
  const none = zeros<Rank.R4>([0, 4, 5, 2]);
  expect(warp(none, field, { sampler }).shape).toEqual([0, ...contractSize, 2]);
  const image = randomImage([1, 4, 5, 2]);
  const grid = zeros<Rank.R4>([1, 0, 3, 2]);
  const empty = { kind: 'grid', outputSize: [0, 3], alignCorners: false } as const;
  const gradGrid = grad((g: Tensor) => warp(image, { ...empty, grid: g as Tensor4D }, { sampler }));
  expect(gradGrid(grid).shape).toEqual([1, 0, 3, 2]);
  // The matrix that is sampled along is gone when the gradient comes.
  const alongMatrix = (x: Tensor, m: Tensor): Tensor => {
    const matrix = mul<Tensor3D>(m, 0.5);
    const homography = { kind: 'homography', matrix, alignCorners: false } as const;
    return warp(x as Tensor4D, { ...homography, outputSize: [3, 0] }, { sampler });
  };
  for (const gradient of grads(alongMatrix)([image, ones([2, 3, 3])])) {
    expect(gradient.dataSync().every((value) => value === 0)).toBe(true);
  }
}

/** The sampler has a name, a kind and a config that is JSON. */
export function checkValue({ name, config, kind }: Sampler): void {
  expect(name).not.toBe('');
  expect(['kernel', 'composite']).toContain(kind);
  expect(JSON.parse(JSON.stringify(config))).toEqual(config);
}
