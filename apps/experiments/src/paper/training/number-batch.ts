import { maximum, tensor2d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  digitImages,
  shuffledOrder,
  type RandomSource,
  type TrainingBatch,
} from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE, pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { MultiDigit } from '../cell.js';
import { inkPatches } from './distort-digits.js';

/** Most digits of a number; a net has one head for each. */
export const PLACES = 5;
/** The class of a place without a digit. */
export const NO_DIGIT = 10;

/** Height and width of the images, in pixels. */
export const numberShapes: Readonly<Record<MultiDigit, readonly [height: number, width: number]>> =
  { MULTI64: [64, 64], MULTI128: [64, 128] };

/** From one digit to the next, in pixels of the digits' own images. */
const PITCH = 18;
/** Largest angle of a number in either direction, and of a digit within it, in radians. */
const [NUMBER_ANGLE, DIGIT_ANGLE] = [Math.PI / 9, Math.PI / 18];

/**
 * Numbers of one to five digits, all lengths equally often: in one row, scaled to 0.75 to 1 of what
 * fits (at most 1.2), rotated by ±20°, anywhere in the image, each digit rotated by another ±10°,
 * with six 6×6 patches of other digits. The first digits are those given, the others are taken from
 * them at random.
 *
 * @returns images, owned by the caller, and for each five classes: its digits from left to right,
 *   then `NO_DIGIT`
 */
export function numberBatch(
  distortion: MultiDigit,
  digits: Digits,
  random: RandomSource,
): TrainingBatch {
  const { count } = digits;
  const shape = numberShapes[distortion];
  const layouts = Array.from({ length: count }, () => randomLayout(shape, random));
  const labels = new Uint8Array(count * PLACES).fill(NO_DIGIT);
  const images = tidy(() => {
    let drawn: Tensor4D = inkPatches(digits, random, shape);
    for (let place = 0; place < PLACES; place++) {
      const shown = place === 0 ? digits : pickDigits(digits, shuffledOrder(count, random));
      layouts.forEach(({ length }, index) => {
        if (place < length) labels[PLACES * index + place] = shown.labels[index] as number;
      });
      const thetas = layouts.flatMap((layout) => thetaOf(layout, place, shape, random));
      drawn = maximum(drawn, warp(shown, thetas, shape));
    }
    return drawn;
  });
  return { images, labels };
}

/** Where a number lies in its image, in pixels. */
interface Layout {
  readonly length: number;
  readonly angle: number;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

function randomLayout(
  [height, width]: readonly [height: number, width: number],
  random: RandomSource,
): Layout {
  const length = 1 + Math.floor(PLACES * random());
  const angle = NUMBER_ANGLE * (2 * random() - 1);
  const [cos, sin] = [Math.cos(angle), Math.abs(Math.sin(angle))];
  // The box of the rotated row of digits.
  const long = DIGIT_SIZE + (length - 1) * PITCH;
  const [boxWidth, boxHeight] = [long * cos + DIGIT_SIZE * sin, long * sin + DIGIT_SIZE * cos];
  const most = Math.min(1.2, width / boxWidth, height / boxHeight);
  const scale = most * (0.75 + 0.25 * random());
  const within = (side: number, box: number): number =>
    side / 2 + (side - scale * box) * (random() - 0.5);
  return { length, angle, scale, x: within(width, boxWidth), y: within(height, boxHeight) };
}

/**
 * The affine θ of a digit of a number: from normalised coordinates of the image to those of the
 * digit. A digit that the number does not have lies outside.
 */
function thetaOf(
  { length, angle, scale, x, y }: Layout,
  place: number,
  [height, width]: readonly [height: number, width: number],
  random: RandomSource,
): number[] {
  const turned = angle + DIGIT_ANGLE * (2 * random() - 1);
  if (place >= length) return [0, 0, 4, 0, 0, 4];
  const along = scale * PITCH * (place - (length - 1) / 2);
  const [right, down] = [
    width / 2 - x - along * Math.cos(angle),
    height / 2 - y - along * Math.sin(angle),
  ];
  const radius = (scale * DIGIT_SIZE) / 2;
  const [cos, sin] = [Math.cos(turned) / radius, Math.sin(turned) / radius];
  return [
    (cos * width) / 2,
    (sin * height) / 2,
    cos * right + sin * down,
    (-sin * width) / 2,
    (cos * height) / 2,
    cos * down - sin * right,
  ];
}

function warp(
  digits: Digits,
  thetas: readonly number[],
  outputSize: readonly [height: number, width: number],
): Tensor4D {
  const transformer = spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize,
  });
  return transformer.apply(digitImages(digits), tensor2d([...thetas], [digits.count, 6]));
}
