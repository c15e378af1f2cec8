import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LocalisationPreset } from '@tfjs-stn/core';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/**
 * A preset whose nets start at a given θ instead of the transform's identity, such as one tile of the
 * image for each of several transformers in parallel: see `tileThetas`.
 *
 * The θ is the initial bias of the last layer. It is a weight, which training changes and a saved
 * model keeps: the result has the name and config of `preset`, so a model that is loaded needs only
 * that preset.
 *
 * @param preset such as `cnn()`; its nets must end with a layer to θ that has a bias
 * @param theta the start, one number per parameter of the transform
 * @returns a preset; `build` throws OptionError if θ has another length than the transform's, or the
 *   last layer no bias
 * @throws OptionError if theta is not a list of finite numbers
 */
export function startingAt(
  preset: LocalisationPreset<LayersModel>,
  theta: readonly number[],
): LocalisationPreset<LayersModel> {
  if (!Array.isArray(theta) || !theta.every(Number.isFinite)) {
    throw new OptionError(
      'startingAt',
      `theta must be a list of finite numbers, got ${describeValue(theta)}`,
    );
  }
  const start = [...theta];
  return {
    name: preset.name,
    config: preset.config,
    build: (target) => {
      const { name, paramCount } = target.transform;
      if (start.length !== paramCount) {
        throw new OptionError(
          'startingAt',
          `theta must have ${paramCount} numbers for the transform '${name}', got ${start.length}`,
        );
      }
      const net = preset.build(target);
      const bias = net.layers.at(-1)?.weights.at(-1);
      if (String(bias?.shape) !== String([paramCount])) {
        net.dispose();
        throw new OptionError(
          'startingAt',
          `the nets of the preset '${preset.name}' must end with a layer to theta that has a bias, got none`,
        );
      }
      tidy(() => {
        bias?.write(tensor1d(start));
      });
      return net;
    },
  };
}

/**
 * The affine θ of the tiles of an image, for transformers in parallel that start by looking at
 * different parts of it.
 *
 * Convention: θ = `[a11 a12 tx a21 a22 ty]`, normalised, as of `affine()`. For `attention()` with as
 * many rows as columns, take `[a11, tx, ty]`.
 *
 * @param rows from top to bottom, a positive integer
 * @param columns from left to right, a positive integer
 * @returns one θ per tile, row by row; together they cover the image once
 * @throws OptionError if rows or columns is not a positive integer
 */
export function tileThetas(rows: number, columns: number): number[][] {
  for (const [name, count] of Object.entries({ rows, columns })) {
    if (Number.isSafeInteger(count) && count > 0) continue;
    throw new OptionError(
      'tileThetas',
      `${name} must be a positive integer, got ${describeValue(count)}`,
    );
  }
  const centre = (index: number, count: number): number => (2 * index + 1) / count - 1;
  return Array.from({ length: rows * columns }, (_, tile) => {
    const [row, column] = [Math.floor(tile / columns), tile % columns];
    return [1 / columns, 0, centre(column, columns), 0, 1 / rows, centre(row, rows)];
  });
}
