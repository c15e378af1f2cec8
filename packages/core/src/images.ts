/** Images in bytes, and how alike images are. */
export { normalisedCrossCorrelation } from './images/cross-correlation.js';
export {
  fromImage,
  toImageData,
  type FromImageOptions,
  type PixelData,
} from './images/image-data.js';
