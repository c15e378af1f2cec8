import { softwareGpu } from './software-gpu.mjs';

/**
 * Gives Node.js `navigator.gpu`, by Dawn from npm's `webgpu`: on OpenGL, which Mesa has in software,
 * or on what TFJS_STN_DAWN names, for example `backend=vulkan` on a machine with a GPU.
 *
 * @throws Error if Dawn does not load or finds no adapter
 */
export async function installWebGPU() {
  const { create, globals } = await import('webgpu');
  const named = process.env['TFJS_STN_DAWN'];
  if (!named) for (const [key, value] of Object.entries(softwareGpu)) process.env[key] ??= value;
  Object.assign(globalThis, globals);
  keepEventLoopOfDawn();
  const gpu = create([named || 'backend=opengles']);
  const requestAdapter = (/** @type {GPURequestAdapterOptions} */ options) =>
    // Without it there is no adapter on OpenGL.
    gpu.requestAdapter({ ...options, ...(!named && { featureLevel: 'compatibility' }) });
  if (!(await requestAdapter({}))) {
    throw new Error(`WebGPU: there must be an adapter, got none on ${named || 'OpenGL ES'}`);
  }
  const value = { gpu: { requestAdapter }, userAgent: 'Node.js' };
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
}

/** Dawn's handling of finished work, which it queues by setImmediate. */
let processEvents = () => {};

function keepEventLoopOfDawn() {
  const original = globalThis.setImmediate;
  const watching = (/** @type {() => void} */ callback, /** @type {unknown[]} */ ...args) => {
    if (Function.prototype.toString.call(callback).includes('[native code]')) {
      processEvents = callback;
    }
    return Reflect.apply(original, undefined, [callback, ...args]);
  };
  globalThis.setImmediate = Object.assign(watching, original);
}

/**
 * Lets tests read tensors synchronously, as on any other backend. tfjs's own `readSync` of WebGPU
 * draws to a canvas, which Node.js has not; here Dawn is asked until the copy is there.
 *
 * @param {typeof import('@tensorflow/tfjs-backend-webgpu').WebGPUBackend} Backend
 */
export function allowSynchronousReads({ prototype }) {
  const original = prototype.readSync;
  prototype.readSync = function readSync(dataId) {
    const { values, dtype, resource } = this.tensorMap.get(dataId);
    if (values !== undefined && values !== null) return values;
    if (dtype === 'complex64' || dtype === 'string') return original.call(this, dataId);
    const source = /** @type {GPUBuffer} */ (resource);
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
    const copy = this.device.createBuffer({ size: source.size, usage });
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.submitQueue();
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, copy, 0, source.size);
    this.queue.submit([encoder.finish()]);
    let failure = '';
    copy.mapAsync(GPUMapMode.READ).catch((error) => (failure = String(error)));
    while (copy.mapState === 'pending') processEvents();
    if (copy.mapState !== 'mapped') throw new Error(`WebGPU: a buffer was not read ${failure}`);
    const bytes = copy.getMappedRange().slice(0);
    copy.destroy();
    return dtype === 'float32' ? new Float32Array(bytes) : integersOf(new Int32Array(bytes), dtype);
  };
}

/** @param {Int32Array} integers @param {string} dtype */
function integersOf(integers, dtype) {
  return dtype === 'bool' ? Uint8Array.from(integers) : integers;
}
