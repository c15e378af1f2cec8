/** Matrices of the homography family: working with them, and making transforms of them. */
export { compose } from './compose.js';
export {
  defineHomographyTransform,
  type HomographyDefinition,
} from './define-homography-transform.js';
export { invert } from './invert.js';
export { matrixExponential } from './matrix-exponential.js';
export type { PixelConvention, PixelMatrixOptions } from './pixel-convention.js';
export { normalisedMatrix, pixelMatrix } from './pixel-matrix.js';
export type { Point, PointSets } from './point-pairs.js';
export { toMatrix } from './to-matrix.js';
