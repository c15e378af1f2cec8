import type { Distortion } from './distortion.js';

/** Share of the training over which distortions grow from nothing to their full size. */
const EASE_IN = 0.6;

/**
 * The distortion at some point of a training.
 *
 * A classifier that has first seen upright digits tells the localisation net which way is up.
 * Thrown in at the full distortion, the two settle on any common pose: as good for the error, but
 * the rectified digits lean.
 *
 * @param progress share of the training that is done, 0 to 1
 */
export function easedDistortion(distortion: Distortion, progress: number): Distortion {
  const share = Math.min(1, progress / EASE_IN);
  const [smallest, largest] = distortion.scale;
  return {
    maxAngle: share * distortion.maxAngle,
    maxShift: share * distortion.maxShift,
    scale: [1 + share * (smallest - 1), 1 + share * (largest - 1)],
  };
}
