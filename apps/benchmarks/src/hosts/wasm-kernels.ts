import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';

let registered: readonly (() => void)[] = [];

/** Gives tfjs's wasm backend our kernels, or takes them away. */
export async function useWasmKernels(wanted: boolean): Promise<void> {
  if (wanted === registered.length > 0) return;
  if (wanted) {
    registered = [await registerWasmKernels(), await registerWasmTrainingKernels()];
  } else {
    registered.forEach((unregister) => unregister());
    registered = [];
  }
}
