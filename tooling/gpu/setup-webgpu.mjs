import { allowSynchronousReads, installWebGPU } from './webgpu-in-node.mjs';

// Before each test file that runs on WebGPU. Where there is none, the suites are skipped, or fail if
// they are required.
await installWebGPU().catch((/** @type {unknown} */ error) => console.warn(String(error)));
const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
allowSynchronousReads(WebGPUBackend);
