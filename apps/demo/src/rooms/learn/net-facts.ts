import { distortions } from '../../distortion/distortions.js';
import type { CheckpointFacts } from '../../model/checkpoint.js';

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
  const digits = (64 * steps).toLocaleString('en');
  return `${transformTitles[transform]} transformer, trained on ${digits} digits: ${distortions[distortion].title.toLowerCase()}`;
}
