import type { SamplingExpectation } from '../problems/sampling-expectation.js';
import type { SamplingProblem } from '../problems/sampling-problem.js';
import { atPixels } from './at-pixels.js';
import { requireClose } from './require-close.js';

/** What rounding coordinates to float32 explains: pixels are random, so steps are steep. */
const roundOff = 2e-3;

/**
 * Holds an output against the oracle, at the pixels that it was asked about.
 *
 * @param output `[batch, height, width, channels]`
 * @param tolerance what the contestant's design allows, where that is more than round-off
 * @returns the largest error
 * @throws WrongResult
 */
export function checkOutput(
  { shape: [, height, width, channels], image }: SamplingProblem,
  { pixels, perImage, output: expected }: SamplingExpectation,
  output: Float32Array,
  tolerance: number = roundOff,
): number {
  if (output.length !== image.length) return requireClose('the output', output, image, 0);
  const picked = atPixels(output, pixels, perImage, height * width, channels);
  return requireClose('the output', picked, expected, tolerance);
}

/** What a backward pass gives: by the image, and by what the coordinates come from. */
export interface SamplingGradients {
  /** `[batch, height, width, channels]` */
  readonly byImage: Float32Array;
  /** `[batch, paramCount]` */
  readonly byTheta?: Float32Array;
  /** `[batch, height, width, 2]` */
  readonly byGrid?: Float32Array;
}

/**
 * Holds gradients against the oracle's.
 *
 * @returns the largest error
 * @throws WrongResult
 */
export function checkGradients(
  { shape: [, height, width] }: SamplingProblem,
  { pixels, perImage, imageGradient, pointGradient, thetaGradient }: SamplingExpectation,
  { byImage, byTheta, byGrid }: SamplingGradients,
): number {
  const errors = [requireClose('the gradient by the image', byImage, imageGradient, roundOff)];
  if (byTheta) errors.push(requireClose('the gradient by θ', byTheta, thetaGradient, roundOff));
  if (byGrid) {
    const picked = atPixels(byGrid, pixels, perImage, height * width, 2);
    errors.push(requireClose('the gradient by the grid', picked, pointGradient, roundOff));
  }
  return Math.max(...errors);
}
