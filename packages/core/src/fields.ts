/** What a sampling field means: its grid, its footprints, and other ways of writing grids. */
export { coverage } from './fields/coverage.js';
export { fieldGrid } from './fields/field-grid.js';
export { fieldJacobian, type FieldJacobian } from './fields/field-jacobian.js';
export type { GridUnits } from './fields/grid-units.js';
export { keepWhere } from './fields/keep-where.js';
export { normalisedGridFromDisplacement } from './fields/normalised-grid-from-displacement.js';
export { normalisedGridFromPixelDisplacement } from './fields/normalised-grid-from-pixel-displacement.js';
export { normalisedGridFromPixels } from './fields/normalised-grid-from-pixels.js';
export { pixelGridFromNormalised } from './fields/pixel-grid-from-normalised.js';
