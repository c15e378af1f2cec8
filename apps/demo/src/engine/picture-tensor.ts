import { tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';

import type { Pixels } from './warp-request.js';

/**
 * A picture as a tensor `[height, width, 4]`, 0 to 255, with colours multiplied by alpha: so that
 * mixing with a transparent neighbour doesn't darken it.
 */
export function pictureTensor({ width, height, bytes }: Pixels): Tensor3D {
  const values = new Float32Array(bytes);
  for (let index = 0; index < values.length; index += 4) {
    const alpha = values[index + 3] as number;
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) {
      values[index + channel] = ((values[index + channel] as number) * alpha) / 255;
    }
  }
  return tensor3d(values, [height, width, 4]);
}

/** The way back: bytes with colours as they are. */
export function pictureBytes(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(values);
  for (let index = 3; index < bytes.length; index += 4) {
    const alpha = bytes[index] as number;
    if (alpha === 255 || alpha === 0) continue;
    for (let channel = index - 3; channel < index; channel++) {
      bytes[channel] = ((values[channel] as number) * 255) / alpha;
    }
  }
  return bytes;
}
