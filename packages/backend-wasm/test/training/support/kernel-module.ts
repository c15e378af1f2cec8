import { compileKernels } from '@tfjs-stn/kernels';

export function kernelModule(): Promise<WebAssembly.Module> {
  return compileKernels('plain');
}
