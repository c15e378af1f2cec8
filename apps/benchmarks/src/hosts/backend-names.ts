/** What `--backend` takes: in Node, and behind `chromium-` in a browser. */
export const backendNames = [
  'cpu',
  'wasm',
  'wasm+kernels',
  'tensorflow',
  'cpu+kernels',
  'tensorflow+kernels',
  'chromium-wasm+kernels',
  'chromium-wasm+kernels-threaded',
  'chromium-webgl',
  'chromium-webgpu',
] as const;
