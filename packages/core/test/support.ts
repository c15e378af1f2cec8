import { tensor2d, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { seededRandom } from '@tfjs-stn/testing';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** tfjs's own backends, on which everything runs through the reference. */
export const referenceBackends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

/** No kernels of ours. */
export const reference: BackendHooks = {};

const registerNode = (): ReturnType<typeof registerNodeKernels> =>
  registerNodeKernels({ threads: 2 });

/** Our kernels on wasm and tensorflow; cpu runs the reference. */
export const accelerated: BackendHooks = {
  setup: { tensorflow: registerNode, wasm: registerWasmKernels },
};

/** Every backend that we have kernels for. */
export const kernelBackends: readonly string[] = ['wasm', 'tensorflow', 'cpu'];

/** Our kernels on all of them. */
export const withKernels: BackendHooks = {
  setup: { ...accelerated.setup, cpu: registerNode },
};

/** `[batch, height, width, channels]` of numbers between -1 and 1, the same every time. */
export function someImage(shape: [number, number, number, number], seed = 1): Tensor4D {
  const random = seededRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor4d(
    Float32Array.from({ length: size }, () => 2 * random() - 1),
    shape,
  );
}

/** Affine parameters `[batch, 6]`: a rotation, a scale and a shift for each angle. */
export function someTheta(...degrees: number[]): Tensor2D {
  const rows = degrees.map((degree, item) => {
    const angle = (degree * Math.PI) / 180;
    const scale = 0.8 + 0.1 * item;
    const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
    return [cos, -sin, 0.1, sin, cos, -0.05 * (item + 1)];
  });
  return tensor2d(rows, [degrees.length, 6]);
}
