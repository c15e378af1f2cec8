import { describeTransform, type TransformConformance } from '@tfjs-stn/testing/vitest';
import { corners, homography, homographyExp } from '@tfjs-stn/transform-projective';

import { ofCorners, ofHomography, ofHomographyExp } from './references.js';

/** Declares the suite of every transform of this package. */
export function declareConformance(on: Pick<TransformConformance, 'backends' | 'hooks'>): void {
  describeTransform(homography, { reference: ofHomography, ...on });
  describeTransform(corners, { reference: ofCorners, spread: 0.4, ...on });
  describeTransform(homographyExp, { reference: ofHomographyExp, ...on });
}
