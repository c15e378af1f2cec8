/** Every part of tfjs-stn behind one import, and short forms for what people do most. */
export * from '@tfjs-stn/core';
export * from '@tfjs-stn/core/errors';
export * from '@tfjs-stn/core/fields';
export * from '@tfjs-stn/core/homography';
// The same pair of numbers in several packages.
export type { Point } from '@tfjs-stn/core/homography';
export * from '@tfjs-stn/core/images';
export * from '@tfjs-stn/layers';
export * from '@tfjs-stn/localisation';
export * from '@tfjs-stn/sampler-bicubic';
export * from '@tfjs-stn/sampler-bilinear';
export * from '@tfjs-stn/sampler-filters';
export * from '@tfjs-stn/sampler-nearest';
export * from '@tfjs-stn/transform-affine';
export * from '@tfjs-stn/transform-flow';
export * from '@tfjs-stn/transform-projective';
export * from '@tfjs-stn/transform-tps';
export {
  cropRotated,
  type CropRotatedOptions,
  type RotatedRectangle,
} from './images/crop-rotated.js';
export { flattenDocument, type FlattenDocumentOptions } from './images/flatten-document.js';
export type { ImageSource, PixelSource, WarpedImage } from './images/image-source.js';
export { resize } from './images/resize.js';
export { rotate, type RotateOptions } from './images/rotate.js';
export type { SamplingChoice } from './images/warp-pixels.js';
export { warpAffine, warpPerspective, type Matrix, type PixelWarpOptions } from './images/warp.js';
export { ready, type Readiness } from './ready.js';
