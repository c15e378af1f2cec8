/** Height and width in pixels, in this order, as in NHWC. */
export type OutputSize = readonly [height: number, width: number];
