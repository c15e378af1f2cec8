/** The rows of a point that was written out row by row. */
export function rowsOf(point: ArrayLike<number>, width: number): number[][] {
  const numbers = Array.from(point);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.slice(row * width, (row + 1) * width),
  );
}
