/** A point in normalised coordinates, x right, y down. */
export type Point = readonly [x: number, y: number];
