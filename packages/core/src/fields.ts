/** What a sampling field means: its grid, its footprints, and other ways of writing grids. */
export { keepWhere } from './autodiff/keep-where.js';
export { coverage } from './fields/coverage.js';
export {
  normalisedGridFromDisplacement,
  normalisedGridFromPixelDisplacement,
} from './fields/displacement-grid.js';
export { fieldJacobian, type FieldJacobian } from './fields/field-jacobian.js';
export type { GridUnits } from './fields/grid-units.js';
export { fieldGrid } from './fields/materialise-field.js';
export { outline, type OutlineOptions } from './fields/outline.js';
export { normalisedPointsFromPixels, pixelPointsFromNormalised } from './fields/points.js';
export type { Point } from './homography/point-pairs.js';
export { bendingEnergy, totalVariation } from './fields/smoothness.js';
export { normalisedGridFromPixels, pixelGridFromNormalised } from './fields/pixel-grid.js';
