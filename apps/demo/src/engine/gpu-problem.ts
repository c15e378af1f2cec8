interface Gpu {
  requestAdapter(): Promise<unknown>;
}

/** Why a GPU can't be used by way of WebGL or WebGPU, in words for the user, or undefined. */
export async function gpuProblem(choice: 'webgl' | 'webgpu'): Promise<string | undefined> {
  if (choice === 'webgl') {
    const context =
      typeof OffscreenCanvas === 'function' && new OffscreenCanvas(1, 1).getContext('webgl2');
    return context ? undefined : 'This browser gives no WebGL 2 here, or its GPU is blocked.';
  }
  const { gpu } = navigator as Navigator & { readonly gpu?: Gpu };
  if (!gpu) return 'This browser has no WebGPU here.';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? undefined : 'WebGPU finds no GPU that it may use on this machine.';
}
