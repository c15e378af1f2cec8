export { estimateTps, type EstimateTpsOptions } from './estimate-tps.js';
export { tps, type TpsConfig } from './tps.js';
export { tpsDisplacement } from './tps.js';
export { tpsField, type TpsFieldOptions } from './tps-field.js';
export { tpsPoints, type TpsPointsConfig } from './tps-points.js';
export { tpsTransforms } from './tps-transforms.js';
export type { Point } from './config/points.js';
export type { SplineOptions } from './config/spline-options.js';
