export { loadGoldens } from './load-goldens.js';
export type {
  AffineGolden,
  GoldenFiles,
  GridSampleGolden,
  MapCoordinatesGolden,
  OnnxGridSampleGolden,
  ResizeGolden,
} from './load-goldens.js';
