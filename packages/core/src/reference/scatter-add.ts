import {
  getBackend,
  scatterND,
  tensor,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * Backends whose ScatterNd is linear in the number of updates and adds in a fixed order.
 * (webgl compares every output with every update; webgpu adds in any order.)
 */
const deterministicScatter: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

/**
 * Adds rows of updates to the pixels that they belong to.
 *
 * @param updates `[points, channels]`
 * @param indices `[points, 3]` int32: batch, row and column
 * @param shape `[batch, height, width, channels]` of the result
 */
export function scatterAdd(
  updates: Tensor2D,
  indices: Tensor2D,
  shape: readonly [number, number, number, number],
): Tensor {
  if (deterministicScatter.includes(getBackend())) return scatterND(indices, updates, [...shape]);
  return tidy(() => tensor(scatterAddOnHost(updates, indices, shape), [...shape], 'float32'));
}

function scatterAddOnHost(
  updates: Tensor2D,
  indices: Tensor2D,
  [batch, height, width, channels]: readonly [number, number, number, number],
): Float32Array {
  const values = updates.dataSync();
  const positions = indices.dataSync();
  const sum = new Float32Array(batch * height * width * channels);
  for (let point = 0; point * 3 < positions.length; point++) {
    const [item = 0, row = 0, column = 0] = positions.subarray(point * 3, point * 3 + 3);
    const target = ((item * height + row) * width + column) * channels;
    for (let channel = 0; channel < channels; channel++) {
      sum[target + channel] =
        (sum[target + channel] ?? 0) + (values[point * channels + channel] ?? 0);
    }
  }
  return sum;
}
