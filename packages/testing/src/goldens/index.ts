export { loadGoldens } from './load-goldens.js';
export type {
  AffineGolden,
  GoldenFiles,
  GridSampleGolden,
  OnnxGridSampleGolden,
} from './golden.js';
