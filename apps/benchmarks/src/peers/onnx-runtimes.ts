import { Absent } from '../contestants/absent.js';
import type { OnnxRuntime } from './onnx-grid-sample.js';

/** ONNX Runtime on WebAssembly with one thread. */
export async function onnxruntimeWeb(): Promise<OnnxRuntime> {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web');
  env.wasm.numThreads = 1;
  return {
    createSession: (model) =>
      InferenceSession.create(model, {
        executionProviders: ['wasm'],
        graphOptimizationLevel: 'all',
      }),
    tensor: (data, dims) => new Tensor('float32', data, dims),
  };
}

/**
 * ONNX Runtime's native library.
 *
 * @throws Absent where its binary does not load
 */
export async function onnxruntimeNode(threads: number): Promise<OnnxRuntime> {
  const ort = await import('onnxruntime-node').catch((error: unknown) => {
    throw new Absent(`onnxruntime-node does not load: ${String(error)}`);
  });
  return {
    createSession: (model) =>
      ort.InferenceSession.create(model, { intraOpNumThreads: threads, interOpNumThreads: 1 }),
    tensor: (data, dims) => new ort.Tensor('float32', data, dims),
  };
}
