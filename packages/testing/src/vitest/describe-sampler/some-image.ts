import type { Tensor4D } from '@tensorflow/tfjs-core';

import { randomArray } from '../../cases/random-array.js';
import { seededRandom } from '../../cases/seeded-random.js';
import { tensor4dOf } from './tensor4d-of.js';

/** Values in [-1, 1), the same for the same seed. */
export function someImage(shape: readonly number[], seed = 1): Tensor4D {
  return tensor4dOf(randomArray(seededRandom(seed), shape, -1, 1));
}
