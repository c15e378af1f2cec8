import { Tensor, tidy, type Tensor2D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertImage } from '../checks/assert-image.js';
import { asBatch } from '../checks/as-batch.js';
import { assertTheta } from '../checks/assert-theta.js';
import type { Localisation } from '../contracts/localisation.js';
import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';

/** Predicts θ `[batch, paramCount]`, whatever form the localisation net has. */
export function runLocalisation(
  localisation: Localisation,
  image: Tensor3D | Tensor4D,
  transform: Transform,
): Tensor2D {
  assertImage('localise', image);
  return tidy(() => {
    const batch: Tensor4D = asBatch(image);
    const theta: unknown =
      typeof localisation === 'function' ? localisation(batch) : localisation.apply(batch);
    if (!(theta instanceof Tensor)) {
      throw new OptionError(
        'localise',
        `the localisation net must return one tensor, got ${theta === null ? 'null' : typeof theta}`,
      );
    }
    assertTheta('localise', theta, transform);
    return theta;
  });
}
