import { tidy, randomUniform } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Gives every weight of a model repeatable values in [0, 0.2), so that nothing stays at 0. */
export function scramble({ weights }: Pick<LayersModel, 'weights'>): void {
  tidy(() => {
    weights.forEach((weight, index) =>
      weight.write(randomUniform(weight.shape as number[], 0, 0.2, 'float32', index + 1)),
    );
  });
}
