export { sample_f32 } from './sample';
export * from './training';
