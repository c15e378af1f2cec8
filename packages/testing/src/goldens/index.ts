export { loadGoldens } from './load-goldens.js';
export type {
  AffineGolden,
  GoldenFiles,
  GridSampleGolden,
  HomographyGolden,
  MapCoordinatesGolden,
  OnnxGridSampleGolden,
  ResizeGolden,
} from './load-goldens.js';
