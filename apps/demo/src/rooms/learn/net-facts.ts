import { distortions, IMAGE_SIZE } from '../../distortion/distortions.js';
import type { CheckpointFacts } from '../../model/checkpoint.js';
import type { TestResult } from '../../training/test-model.js';

const transformTitles: Readonly<Record<CheckpointFacts['transform'], string>> = {
  affine: 'Affine',
  similarity: 'Similarity',
  projective: 'Projective',
  tps: 'Thin-plate spline',
};

/** The transforms that can be learned, for a list. */
export const transformOptions: readonly (readonly [CheckpointFacts['transform'], string])[] =
  Object.entries(transformTitles) as [CheckpointFacts['transform'], string][];

/** What net it is, in a line. */
export function netFacts({ transform, distortion, steps }: CheckpointFacts): string {
  const name = `${transformTitles[transform]} transformer`;
  if (steps === 0) return `${name}, not trained yet`;
  const shown = (64 * steps).toLocaleString('en');
  return `${name}, trained: was shown ${shown} digits, ${distortions[distortion].title.toLowerCase()}`;
}

/** What a test says about the transformer, in a line. */
export function testFacts(
  { distortion }: CheckpointFacts,
  { angle, rectifiedAngle }: TestResult,
): string {
  const { maxAngle, maxShift } = distortions[distortion];
  if (maxAngle === 0) {
    return `Digits it has not seen, moved by up to ${maxShift} of ${IMAGE_SIZE} pixels.`;
  }
  return `Digits it has not seen, turned by ${angle.toFixed(0)}° on average, and by ${rectifiedAngle.toFixed(0)}° after the transformer.`;
}
