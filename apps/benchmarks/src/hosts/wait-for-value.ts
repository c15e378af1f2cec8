import { reshape, slice, tidy, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Waits for a GPU: reads back one value, which comes when everything before it is done. To read the
 * whole tensor would time the bus as well.
 */
export async function waitForValue(tensor: Tensor): Promise<void> {
  const one = tidy(() => slice(reshape(tensor, [tensor.size]), [0], [1]));
  await one.data();
  one.dispose();
}
