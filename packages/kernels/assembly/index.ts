export { grid_bilinear_f32 } from './grid-sample';
export { homography_bilinear_f32 } from './homography-warp';
export * from './training';
