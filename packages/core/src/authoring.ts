// For authors of transforms and samplers: what a good plugin needs besides the contracts.
export { allocateFloats } from './authoring/allocate-floats.js';
export { coefficientsOf, coefficientsWithFixedPart } from './authoring/coefficients.js';
export { TensorCache } from './authoring/tensor-cache.js';
export { emptyTensor } from './autodiff/empty-tensor.js';
export { vectorJacobian } from './autodiff/vector-jacobian.js';
export { assertKnownOptions } from './checks/assert-known-options.js';
export { describeValue } from './checks/describe-value.js';
export { assertTensorFits } from './checks/wasm-memory.js';
export { pixelCentres } from './coordinates/base-coordinates.js';
