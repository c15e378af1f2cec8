export {
  fieldNumbers,
  kernelNames,
  paddingNumbers,
  samplerNumbers,
  samplingCall,
  segmentCall,
  taskNumbers,
} from './abi.generated.js';
export type { Address, KernelExports, KernelName, SamplingCall } from './abi.js';
export { compileKernels, linkKernels } from './compile-kernels.js';
export { lanczosTable } from './lanczos-table.js';
export { samplingWorkspace, type SamplingWorkspace } from './sampling-workspace.js';
export { writeCall, type CallLayout, type CallValues } from './write-call.js';
