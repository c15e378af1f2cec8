// For authors of transforms and samplers: what a good plugin needs besides the contracts.
export { allocateFloats } from './authoring/allocate-floats.js';
export { coefficientsOf, coefficientsWithFixedPart } from './authoring/coefficients.js';
export { pixelCentres } from './authoring/pixel-centres.js';
export { TensorCache } from './authoring/tensor-cache.js';
export { assertKnownOptions } from './checks/assert-known-options.js';
export { assertTensorFits } from './checks/wasm-memory.js';
export { emptyTensor } from './reference/empty-output.js';
export { describeValue } from './checks/describe-value.js';
export { vectorJacobian } from './kernels/vector-jacobian.js';
