/** A point `(x, y)`, normalised. */
export type Point = readonly [x: number, y: number];

/**
 * What a family of transformations means, in plain float64 and without tfjs: the app's own
 * statement, which every contestant is held against.
 *
 * Convention: normalised output to normalised input coordinates, x right, y down, -1 and 1 at the
 * image's outer edges.
 */
export interface FieldModel {
  readonly paramCount: number;
  /** The θ of one image of the batch, different for each. */
  theta(random: () => number): number[];
  /** Where output points look. */
  map(theta: ArrayLike<number>): (at: Point) => Point;
  /** The derivatives of that point's x and of its y by every entry of θ. */
  derivatives(
    theta: ArrayLike<number>,
    at: Point,
  ): readonly [byX: readonly number[], byY: readonly number[]];
}
