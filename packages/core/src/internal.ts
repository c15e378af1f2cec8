/** For the packages of this repository alone: it changes without notice. */
export { fieldTensors, withFieldTensors } from './contracts/field-tensors.js';
export { StnGridSample, StnHomographyWarp } from './kernels/names.js';
export { hasKernel } from './kernels/run-kernel.js';
export { vectorJacobian } from './kernels/vector-jacobian.js';
export { warpFieldGradient, warpImageGradient, type ImageShape } from './ops/warp-gradient.js';
