/** What can do the computing, for people. */
export const backends = {
  kernels: { title: 'tfjs-stn on wasm', short: 'wasm + kernels' },
  wasm: { title: 'Plain tfjs on wasm', short: 'wasm' },
  webgl: { title: 'Plain tfjs on WebGL', short: 'webgl' },
  webgpu: { title: 'Plain tfjs on WebGPU', short: 'webgpu' },
  cpu: { title: 'Plain JavaScript', short: 'cpu' },
} as const satisfies Record<string, { readonly title: string; readonly short: string }>;

/** The name of something that computes. */
export type BackendChoice = keyof typeof backends;
