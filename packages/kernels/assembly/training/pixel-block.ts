/**
 * The pixels a register tile walks over, and the distances in bytes from one to
 * the next. Both are the same for all tiles of a block: kept here, they spare
 * every tile a dozen arguments.
 */
export let images: i32 = 0;
export let rows: i32 = 0;
export let columns: i32 = 0;

export let xImage: usize = 0;
export let xRow: usize = 0;
export let xColumn: usize = 0;
export let dyRow: usize = 0;
export let dyColumn: usize = 0;

/** How many pixels. */
export function setCounts(imageCount: i32, rowCount: i32, columnCount: i32): void {
  images = imageCount;
  rows = rowCount;
  columns = columnCount;
}

/** How far a window moves in x, or in its gradient. */
export function setStepsX(image: usize, row: usize, column: usize): void {
  xImage = image;
  xRow = row;
  xColumn = column;
}

/** How far a pixel moves in dy. */
export function setStepsDy(row: usize, column: usize): void {
  dyRow = row;
  dyColumn = column;
}
