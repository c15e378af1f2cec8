/** Normalised input coordinates: x to the right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where each output pixel looks. */
export interface CoordinateField {
  readonly batch: number;
  /** `[height, width]` */
  readonly outputSize: readonly [number, number];
  /** `pixel` is `row * width + column` of the output. */
  readonly at: (item: number, pixel: number) => Point | 'behind-horizon';
}
