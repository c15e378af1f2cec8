export { loadGoldens } from './load-goldens.js';
export type { AffineGolden, GoldenFiles, GridSampleGolden } from './golden.js';
