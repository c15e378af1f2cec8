/** For the packages of this repository only: it changes without notice. */
export { recomputed } from './autodiff/recomputed.js';
export { vectorJacobian } from './autodiff/vector-jacobian.js';
export { assertKnownOptions } from './checks/assert-known-options.js';
export { describeMisplaced, describeValue } from './checks/describe-value.js';
export { snapshotSampler } from './checks/assert-sampling-options.js';
export { assertTransform } from './checks/assert-theta.js';
export { warnOnce } from './checks/warn-once.js';
export { allocateFloats, guardWasmMemory } from './checks/memory.js';
export { fieldTensors, withFieldTensors } from './contracts/sampling-field.js';
export { pixelCentres } from './coordinates/base-coordinates.js';
export { coefficientsOf, withIdentityTerms } from './fields/coefficients.js';
export { TensorCache } from './fields/tensor-cache.js';
export { linearMatrixFamily, type MatrixEntries } from './homography/linear-matrix-family.js';
export { matrixFromEntries } from './homography/matrix-from-entries.js';
export { pointPairs, type PointPair } from './homography/point-pairs.js';
export { warpFieldGradient, warpImageGradient, type ImageShape } from './ops/warp-gradient.js';
export { kernelWeights } from './sampling/reference/kernel-weights.js';
export { hasKernel } from './sampling/sample.js';
