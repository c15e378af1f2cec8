import { maximum, tensor2d, tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  digitImages,
  distort,
  randomThetas,
  type RandomSource,
} from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE, type Digits } from '@tfjs-stn-apps/digit-training/digits';
import { spatialTransformer, type Transform } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { corners } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import { distortions } from '../../settings.js';
import type { CoLocalisation, MultiDigit, PaperDistortion } from '../cell.js';

/** A distortion of one digit. */
export type DigitDistortion = Exclude<PaperDistortion, 'ADD' | MultiDigit | CoLocalisation>;

/** Height and width of the distorted images, in pixels. */
export const imageSizes: Readonly<Record<DigitDistortion | 'ADD', number>> = {
  R: 28,
  RTS: 42,
  P: 28,
  E: 28,
  TC: 60,
  ADD: 42,
};

/**
 * Distorts digits as the paper's appendix says, with this library's warps (bilinear, zeros).
 *
 * - R: a rotation by ±90°. RTS: a rotation by ±45°, a scale of 0.7 to 1.2 and a position anywhere in
 *   42×42 pixels, all uniform.
 * - P: a scale of 0.75 to 1, then every corner moved by N(0, 5 pixels) along each axis.
 * - E: a scale of 0.75 to 1, then 16 control points of a thin-plate spline moved by N(0, 1.5 pixels).
 * - TC: anywhere in 60×60 pixels, with six 6×6 patches of other digits at random places.
 *
 * Corners and control points are moved in the digit's own image, where the transform of this library
 * looks.
 *
 * @returns `[count, size, size, 1]`, 0 (paper) to 1 (ink); depends on `random` and the digits alone
 */
export function distortDigits(
  distortion: DigitDistortion,
  digits: Digits,
  random: RandomSource,
): Tensor4D {
  const size = imageSizes[distortion];
  switch (distortion) {
    case 'R':
      return distort(digits, randomThetas(distortions.rotation, size, digits.count, random), size);
    case 'RTS': {
      const ranges = distortions['rotation-translation-scale'];
      return distort(digits, randomThetas(ranges, size, digits.count, random), size);
    }
    case 'P':
      return moveControlPoints(
        digits,
        { transform: projective, points: square, deviation: 5 },
        random,
      );
    case 'E':
      return moveControlPoints(digits, { transform: spline, points: grid, deviation: 1.5 }, random);
    case 'TC':
      return clutter(digits, random, size);
    default:
      return distortion satisfies never;
  }
}

type Point = readonly [x: number, y: number];

/** A transform that is given by control points. */
interface PointTransform {
  readonly transform: Transform;
  /** The control points of the output, normalised. */
  readonly points: readonly Point[];
  /** Of the normal distribution from which they are moved, in pixels. */
  readonly deviation: number;
}

const square: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];
const thirds = [-1, -1 / 3, 1 / 3, 1];
const grid: readonly Point[] = thirds.flatMap((y) => thirds.map((x): Point => [x, y]));
const spline = tps({ controlPoints: [4, 4] });
const projective = corners();

/** Scales digits by 0.75 to 1 and moves control points. */
function moveControlPoints(
  digits: Digits,
  { transform, points, deviation }: PointTransform,
  random: RandomSource,
): Tensor4D {
  const thetas = new Float32Array(digits.count * transform.paramCount);
  // The corners of `projective` are given as displacements, the points of `spline` as positions.
  const rest = transform === projective ? 1 : 0;
  for (let at = 0; at < thetas.length;) {
    const scale = 0.75 + 0.25 * random();
    for (const point of points) {
      for (const coordinate of point) {
        const moved = (2 / DIGIT_SIZE) * deviation * normal(random);
        thetas[at++] = coordinate * (1 / scale - rest) + moved;
      }
    }
  }
  return tidy(() => {
    const transformer = spatialTransformer({
      transform,
      sampler: bilinear(),
      outputSize: [DIGIT_SIZE, DIGIT_SIZE],
    });
    const theta = tensor2d(thetas, [digits.count, transform.paramCount]);
    return transformer.apply(digitImages(digits), theta);
  });
}

/** A number from the standard normal distribution (Box and Muller, 1958). */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const PATCH_SIZE = 6;

/** Shifts digits within larger images and adds patches of other digits of the batch. */
function clutter(digits: Digits, random: RandomSource, size: number): Tensor4D {
  const maxShift = (size - DIGIT_SIZE) / 2;
  const ranges = { maxAngle: 0, scale: [1, 1], maxShift } as const;
  const thetas = randomThetas(ranges, size, digits.count, random);
  return tidy(() =>
    maximum(distort(digits, thetas, size), inkPatches(digits, random, [size, size])),
  );
}

/**
 * 6×6 patches of other digits at random places of otherwise empty images.
 *
 * @param count patches per image
 * @returns `[count, height, width, 1]`, owned by the caller
 */
export function inkPatches(
  digits: Digits,
  random: RandomSource,
  [height, width]: readonly [height: number, width: number],
  count = 6,
): Tensor4D {
  const patches = new Float32Array(digits.count * height * width);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let index = 0; index < digits.count; index++) {
    for (let patch = 0; patch < count; patch++) {
      const other = (index + 1 + below(Math.max(1, digits.count - 1))) % digits.count;
      const places = [DIGIT_SIZE, DIGIT_SIZE, height, width].map((side) =>
        below(side - PATCH_SIZE + 1),
      );
      const [fromRow = 0, fromColumn = 0, row = 0, column = 0] = places;
      for (let y = 0; y < PATCH_SIZE; y++) {
        const from = (other * DIGIT_SIZE + fromRow + y) * DIGIT_SIZE + fromColumn;
        const to = (index * height + row + y) * width + column;
        for (let x = 0; x < PATCH_SIZE; x++) {
          const ink = (digits.images[from + x] as number) / 255;
          patches[to + x] = Math.max(patches[to + x] as number, ink);
        }
      }
    }
  }
  return tensor4d(patches, [digits.count, height, width, 1]);
}
