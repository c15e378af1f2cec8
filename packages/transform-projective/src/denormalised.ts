import type { Normalisation } from './normalisation.js';

/**
 * `T(input)⁻¹ · matrix · T(output)`: a homography between normalised points as one between the points
 * themselves.
 *
 * @param matrix nine numbers, row by row
 * @returns nine numbers, row by row
 */
export function denormalised(
  matrix: readonly number[],
  output: Normalisation,
  input: Normalisation,
): readonly number[] {
  const [x, y] = output.centre;
  const rows = [0, 3, 6].map((start) => {
    const [a = 0, b = 0, c = 0] = matrix.slice(start, start + 3);
    return [output.scale * a, output.scale * b, c - output.scale * (a * x + b * y)];
  });
  const last = rows[2] ?? [];
  const moved = rows
    .slice(0, 2)
    .map((row, axis) =>
      row.map(
        (value, column) => value / input.scale + (input.centre[axis] ?? 0) * (last[column] ?? 0),
      ),
    );
  return [...moved, last].flat();
}
