import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The values of a tensor. */
export function values(tensor: Tensor): number[] {
  return [...tensor.dataSync()];
}

/** A model's prediction, as plain numbers. */
export function predict(model: LayersModel, input: Tensor | Tensor[]): number[] {
  const output = model.predict(input) as Tensor;
  const result = values(output);
  dispose(output);
  return result;
}

/** All of a model's weights, as plain numbers. */
export function weightsOf({ weights }: Pick<LayersModel, 'weights'>): number[][] {
  return weights.map((weight) => values(weight.read()));
}
