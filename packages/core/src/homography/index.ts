/** Matrices of the homography family: working with them, and making transforms of them. */
export { compose } from './compose.js';
export {
  defineHomographyTransform,
  type HomographyDefinition,
} from './define-homography-transform.js';
export { invert } from './invert.js';
export { matrixCombination, type MatrixEntries } from './matrix-combination.js';
export { matrixExponential } from './matrix-exponential.js';
export { matrixFromEntries } from './matrix-from-entries.js';
export { normalisedMatrix } from './pixel-matrix.js';
export type { PixelConvention, PixelMatrixOptions } from './pixel-convention.js';
export { pixelMatrix } from './pixel-matrix.js';
export { pointPairs, type Point, type PointPair, type PointSets } from './point-pairs.js';
export { toMatrix } from './to-matrix.js';
