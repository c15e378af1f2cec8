/** A matrix by its columns. */
type Columns = readonly Float64Array[];

/** The result of {@link smallestSingularVector}. */
export interface SmallestSingularVector {
  /** Of length 1. */
  readonly vector: readonly number[];
  /** The second smallest singular value over the largest; 0 if the vector is not unique. */
  readonly gap: number;
}

const maxSweeps = 60;
const orthogonal = 1e-15;

/**
 * The unit vector v that minimises |A·v|, by one-sided Jacobi rotations, in float64.
 *
 * Source: Hestenes, 1958, "Inversion of matrices by biorthogonalization and related results".
 *
 * @param rows of A, each as long as v
 */
export function smallestSingularVector(
  rows: readonly (readonly number[])[],
): SmallestSingularVector {
  const width = rows[0]?.length ?? 0;
  // Rotating the columns of A stacked on the identity turns the lower part into V.
  const columns = Array.from({ length: width }, (_, column) =>
    Float64Array.from([...rows.map((row) => row[column] ?? 0), ...unit(width, column)]),
  );
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    if (!rotateAll(columns, rows.length)) break;
  }
  const byNorm = columns
    .map((column) => ({
      norm: Math.sqrt(dot(column, column, rows.length)),
      vector: Array.from(column.subarray(rows.length)),
    }))
    .sort((a, b) => a.norm - b.norm);
  const largest = byNorm.at(-1)?.norm ?? 0;
  return { vector: byNorm[0]?.vector ?? [], gap: (byNorm[1]?.norm ?? 0) / largest };
}

/**
 * Makes each pair of columns orthogonal once.
 *
 * @returns whether any pair was rotated
 */
function rotateAll(columns: Columns, height: number): boolean {
  let rotated = false;
  columns.forEach((p, index) => {
    for (const q of columns.slice(index + 1)) {
      const [pp, pq, qq] = [dot(p, p, height), dot(p, q, height), dot(q, q, height)];
      if (Math.abs(pq) <= orthogonal * Math.sqrt(pp * qq)) continue;
      rotated = true;
      const zeta = (qq - pp) / (2 * pq);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
      rotate(p, q, tangent);
    }
  });
  return rotated;
}

function rotate(p: Float64Array, q: Float64Array, tangent: number): void {
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  p.forEach((ofP, row) => {
    const ofQ = q[row] ?? 0;
    p[row] = cosine * ofP - sine * ofQ;
    q[row] = sine * ofP + cosine * ofQ;
  });
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  let sum = 0;
  for (let row = 0; row < length; row++) sum += (a[row] ?? 0) * (b[row] ?? 0);
  return sum;
}

function unit(length: number, at: number): readonly number[] {
  return Array.from({ length }, (_, index) => (index === at ? 1 : 0));
}
