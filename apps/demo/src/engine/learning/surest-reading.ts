import { tensor4d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

import { IMAGE_SIZE } from '../../distortion/distortions.js';
import { readImages } from './read-images.js';
import type { SurestReading } from './results.js';

const PIXELS = IMAGE_SIZE * IMAGE_SIZE;

/**
 * Reads an image from all four sides, and keeps the reading of which the net is surest: so that a
 * net that has learned to turn digits by up to 90° copes with any angle.
 *
 * @param image `42 · 42` grey values
 */
export function surestReading(model: LayersModel, image: Float32Array): SurestReading {
  const looks = new Float32Array(4 * PIXELS);
  let look = image;
  for (let turns = 0; turns < 4; turns++) {
    looks.set(look, turns * PIXELS);
    look = turnedOnce(look);
  }
  const images = tensor4d(looks, [4, IMAGE_SIZE, IMAGE_SIZE, 1]);
  const readings = readImages(model, images);
  images.dispose();
  const [best] = readings
    .map((reading, quarterTurns) => ({ ...reading, quarterTurns }))
    .sort((a, b) => Math.max(...b.probabilities) - Math.max(...a.probabilities));
  if (!best) throw new RangeError('surestReading: an image must be read four times, got none');
  return { ...best, outline: turnedBack(best.outline, best.quarterTurns) };
}

/** A square image turned by 90° clockwise. */
export function turnedOnce(image: Float32Array): Float32Array {
  const size = Math.sqrt(image.length);
  return Float32Array.from(image, (_, index) => {
    const row = Math.floor(index / size);
    const column = index % size;
    return image[(size - 1 - column) * size + row] as number;
  });
}

/** Points x, y, … in a turned image, where they are in the image itself. */
export function turnedBack(points: readonly number[], quarterTurns: number): number[] {
  if (quarterTurns === 0) return [...points];
  const once = Array.from({ length: points.length / 2 }, (_, index) => [
    points[2 * index + 1] as number,
    -(points[2 * index] as number),
  ]).flat();
  return turnedBack(once, quarterTurns - 1);
}
