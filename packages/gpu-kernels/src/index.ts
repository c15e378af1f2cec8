export { glslOf } from './glsl.js';
export { gatherGradImage, scatterGradImage } from './grad-image.js';
export {
  floatUniforms,
  named,
  type GpuProgram,
  type GpuRunner,
  type InputName,
  type OutputKind,
  type Uniforms,
} from './program.js';
export { hostGradImage } from './host-grad-image.js';
export { samplingKernels, type GradImage } from './sampling-kernels.js';
export { fastSamplers } from './sampling-problem.js';
export { channelLayout, threadCount, wgslOf, type WgslProgram } from './wgsl.js';
