import { zeros } from './dense-array.js';
import type { DenseArray, Float64Dense } from './dense-array.js';
import { gridField } from './grid-field.js';
import type { OracleGridSampleInputs } from './grid-sample.js';
import { imageShape } from './image-shape.js';
import { sampleFieldGradients } from './sample-field-gradients.js';
import { resolveOptions } from './sampling-options.js';

/**
 * The gradients of `sum(output * outputGradient)` for `output = oracleGridSample(inputs)`.
 *
 * @returns gradients with the shapes of image and grid; a broadcast side is summed
 */
export function oracleGridSampleGradients(
  inputs: OracleGridSampleInputs & { readonly outputGradient: DenseArray },
): { readonly image: Float64Dense; readonly grid: Float64Dense } {
  const field = gridField(inputs.grid);
  const grid = zeros(inputs.grid.shape);
  const pixels = field.outputSize[0] * field.outputSize[1];
  const image = sampleFieldGradients(
    inputs.image,
    field,
    resolveOptions(inputs, imageShape(inputs.image).channels),
    inputs.outputGradient,
    (item, pixel, gradient) => {
      const start = (item * pixels + pixel) * 2;
      grid.data[start]! += gradient.x;
      grid.data[start + 1]! += gradient.y;
    },
  );
  return { image, grid };
}
