import { basisField } from './basis-field.js';
import type { OracleBasisWarpInputs } from './basis-warp.js';
import { zeros } from './dense-array.js';
import type { DenseArray, Float64Dense } from './dense-array.js';
import { imageShape } from './image-shape.js';
import { sampleFieldGradients } from './sample-field-gradients.js';
import { resolveOptions } from './sampling-options.js';

/**
 * The gradients of `sum(output * outputGradient)` for `output = oracleBasisWarp(inputs)`.
 *
 * @returns gradients with the shapes of image and coefficients; a broadcast side is summed
 */
export function oracleBasisWarpGradients(
  inputs: OracleBasisWarpInputs & { readonly outputGradient: DenseArray },
): { readonly image: Float64Dense; readonly coefficients: Float64Dense } {
  const { basis, outputSize } = inputs;
  const terms = basis.shape[1]!;
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const coefficients = zeros(inputs.coefficients.shape);
  const image = sampleFieldGradients(
    inputs.image,
    basisField(basis, inputs.coefficients, outputSize, options.round),
    options,
    inputs.outputGradient,
    (item, pixel, gradient) => {
      for (let term = 0; term < terms; term++) {
        const weight = basis.data[pixel * terms + term]!;
        const start = (item * terms + term) * 2;
        coefficients.data[start]! += weight * gradient.x;
        coefficients.data[start + 1]! += weight * gradient.y;
      }
    },
  );
  return { image, coefficients };
}
