/** For the packages of this repository alone: it changes without notice. */
export { vectorJacobian } from './autodiff/vector-jacobian.js';
export { fieldTensors, withFieldTensors } from './contracts/sampling-field.js';
export { warpFieldGradient, warpImageGradient, type ImageShape } from './ops/warp-gradient.js';
export { hasKernel } from './sampling/sample.js';
export { StnGridSample, StnHomographyWarp } from './sampling/sampling-kernels.js';
