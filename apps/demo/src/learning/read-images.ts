import {
  softmax,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { distort, randomSource, randomThetas } from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE, pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';
import type { Transform } from '@tfjs-stn/core';
import { outline } from '@tfjs-stn/core/fields';

import { distortions, IMAGE_SIZE, type DistortionName } from '../model/choices.js';
import { transformerOf } from '../model/model.js';

/** What a net computes from one image. */
export interface Reading {
  /** `28 · 28` grey values: the input of the classifier. */
  readonly rectified: Float32Array;
  /** The border of the transformer's output in the image: x, y, … from -1 to 1. */
  readonly outline: readonly number[];
  /** Of the digits 0 to 9. */
  readonly probabilities: readonly number[];
}

/** A reading of a drawing, perhaps rotated by quarter turns. */
export interface DrawnReading extends Reading {
  /** Clockwise quarter turns of the image before this reading. */
  readonly quarterTurns: number;
}

/** A distorted digit and what a net computes from it. */
export interface ShownDigit extends Reading {
  readonly label: number;
  /** `42 · 42` grey values. */
  readonly image: Float32Array;
}

const PIXELS = IMAGE_SIZE * IMAGE_SIZE;

/** The seed of the distortions of the shown digits, the same every time. */
const SHOWN_SEED = 42;
/** Test digits are ordered by class in turn, so any ten in a row are one of each class. */
const SHOWN = Array.from({ length: 10 }, (_, index) => 10 + index);

/** Reads one distorted test digit of every class. */
export function showDigits(
  model: LayersModel,
  digits: Digits,
  distortion: DistortionName,
): ShownDigit[] {
  const chosen = pickDigits(digits, SHOWN);
  const random = randomSource(SHOWN_SEED);
  const thetas = randomThetas(distortions[distortion], IMAGE_SIZE, chosen.count, random);
  const images = distort(chosen, thetas, IMAGE_SIZE);
  const values = images.dataSync<'float32'>();
  const readings = readImages(model, images);
  images.dispose();
  return readings.map((reading, index) => ({
    ...reading,
    label: chosen.labels[index] as number,
    image: values.slice(index * PIXELS, (index + 1) * PIXELS),
  }));
}

/** By how much another orientation must be surer than the one that was drawn. */
const MARGIN = 0.15;

/**
 * Reads a drawing as it is, or rotated by quarter turns if it is surer then by a margin: so a net trained
 * on rotations of up to 90° handles any angle. Whether it is a 6 or a 9 depends on the orientation, and
 * is always said by the reading as it is.
 *
 * @param image `42 · 42` grey values
 */
export function readDrawing(model: LayersModel, image: Float32Array): DrawnReading {
  const looks = new Float32Array(4 * PIXELS);
  let look = image;
  for (let turns = 0; turns < 4; turns++) {
    looks.set(look, turns * PIXELS);
    look = quarterTurn(look);
  }
  const images = tensor4d(looks, [4, IMAGE_SIZE, IMAGE_SIZE, 1]);
  const [drawn, ...turned] = readImages(model, images);
  images.dispose();
  if (!drawn) throw new RangeError('readDrawing: an image must be read four times, got none');
  const readings = [
    drawn,
    ...turned.map((reading) => ({
      ...reading,
      probabilities: withSixOrNineOf(drawn.probabilities, reading.probabilities),
    })),
  ];
  const lead = readings.map(
    ({ probabilities }, turns) => Math.max(...probabilities) - (turns > 0 ? MARGIN : 0),
  );
  const quarterTurns = lead.indexOf(Math.max(...lead));
  const reading = readings[quarterTurns] ?? drawn;
  return { ...reading, quarterTurns, outline: undoQuarterTurns(reading.outline, quarterTurns) };
}

/** Divides the probability of a 6 or a 9 as another reading does. */
function withSixOrNineOf(
  other: readonly number[],
  probabilities: readonly number[],
): readonly number[] {
  const share = (of: readonly number[], digit: number): number => of[digit] ?? 0;
  const either = share(probabilities, 6) + share(probabilities, 9);
  // Both may be 0 in float32.
  const sixes = (share(other, 6) + 1e-9) / (share(other, 6) + share(other, 9) + 2e-9);
  return probabilities.with(6, either * sixes).with(9, either * (1 - sixes));
}

/** Rotates a square image by 90° clockwise. */
export function quarterTurn(image: Float32Array): Float32Array {
  const size = Math.sqrt(image.length);
  return Float32Array.from(image, (_, index) => {
    const row = Math.floor(index / size);
    const column = index % size;
    return image[(size - 1 - column) * size + row] as number;
  });
}

/** Maps points x, y, … of an image after quarter turns to the image before. */
export function undoQuarterTurns(points: readonly number[], quarterTurns: number): number[] {
  if (quarterTurns === 0) return [...points];
  const once = Array.from({ length: points.length / 2 }, (_, index) => [
    points[2 * index + 1] as number,
    -(points[2 * index] as number),
  ]).flat();
  return undoQuarterTurns(once, quarterTurns - 1);
}

function readImages(model: LayersModel, images: Tensor4D): Reading[] {
  const transformer = transformerOf(model);
  const theta = transformer.localise(images);
  const around = outlines(transformer.transform, theta);
  theta.dispose();
  const rectified = valuesOf(() => transformer.call(images));
  const probabilities = valuesOf(() => softmax(model.predict(images) as Tensor));
  const pixels = DIGIT_SIZE * DIGIT_SIZE;
  return around.map((points, item) => ({
    outline: points,
    rectified: rectified.slice(item * pixels, (item + 1) * pixels),
    probabilities: Array.from(probabilities.subarray(10 * item, 10 * item + 10)),
  }));
}

function valuesOf(run: () => Tensor): Float32Array {
  const tensor = tidy(run);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}

/** Points along each side of an outline. */
const SIDE = 9;

/** The border of the output in the input, for every θ of a batch: x, y, … around it. */
function outlines(transform: Transform, theta: Tensor2D): number[][] {
  const points = outline(transform, theta, { pointsPerSide: SIDE });
  const around = points.arraySync();
  points.dispose();
  return around.map((item) => item.flat());
}
