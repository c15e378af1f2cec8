import { seededRandom } from '@tfjs-stn/testing';

import type { Values } from './run-kernel.js';

/** Numbers in [-1, 1). */
export function randomValues(shape: readonly number[], seed: number): Values {
  const random = seededRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, () => random() * 2 - 1);
  return { shape: [...shape], data };
}
