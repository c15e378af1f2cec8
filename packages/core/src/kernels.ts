/** For authors of backends: kernel names, their attributes, and registration. */
export { registerKernels, type KernelRegistration } from './sampling/register-kernels.js';
export {
  StnBasisWarp,
  StnBasisWarpBackpropCoefficients,
  StnBasisWarpBackpropImage,
  StnGridSample,
  StnGridSampleBackpropGrid,
  StnGridSampleBackpropImage,
  StnHomographyWarp,
  StnHomographyWarpBackpropImage,
  StnHomographyWarpBackpropMatrix,
  StnMatrixFromEntries,
  type BackpropImageAttributes,
  type SamplingAttributes,
  type StnKernelConfig,
} from './sampling/sampling-kernels.js';
