import type { Distortion } from './distortion.js';
import type { RandomSource } from './random-source.js';
import { similarityTheta } from './similarity-theta.js';

/**
 * One random affine θ of a distortion for each of `count` digits, `[count, 6]`.
 *
 * @param imageSize height and width of the distorted images, in pixels
 */
export function randomThetas(
  distortion: Distortion,
  imageSize: number,
  count: number,
  random: RandomSource,
): Float32Array {
  const { maxAngle, maxShift } = distortion;
  const [smallest, largest] = distortion.scale;
  const between = (low: number, high: number): number => low + (high - low) * random();
  const thetas = new Float32Array(count * 6);
  for (let index = 0; index < count; index++) {
    const angle = (between(-maxAngle, maxAngle) * Math.PI) / 180;
    const scale = between(smallest, largest);
    const shift = [between(-maxShift, maxShift), between(-maxShift, maxShift)] as const;
    thetas.set(similarityTheta({ angle, scale, shift }, imageSize), 6 * index);
  }
  return thetas;
}
