/**
 * A regular grid on [-1, 1]², the outermost points on the border.
 *
 * @returns `[rows · columns, 2]`, row-major, (x, y)
 */
export function controlGrid([rows, columns]: readonly [number, number]): Float64Array {
  const points = new Float64Array(rows * columns * 2);
  for (let index = 0; index < rows * columns; index++) {
    const column = index % columns;
    points[2 * index] = (2 * column) / (columns - 1) - 1;
    points[2 * index + 1] = (2 * (index - column)) / columns / (rows - 1) - 1;
  }
  return points;
}
