/**
 * The pixels that a register tile walks over, and the distances in bytes from one to the next: the
 * same for all tiles of a block.
 */
@unmanaged
export class PixelBlock {
  images: i32;
  rows: i32;
  columns: i32;

  /** How far a window moves in x, or in its gradient. */
  xImage: usize;
  xRow: usize;
  xColumn: usize;
  /** How far a pixel moves in dy. */
  dyRow: usize;
  dyColumn: usize;

  // @inline
  setCounts(images: i32, rows: i32, columns: i32): void {
    this.images = images;
    this.rows = rows;
    this.columns = columns;
  }

  // @inline
  setStepsX(image: usize, row: usize, column: usize): void {
    this.xImage = image;
    this.xRow = row;
    this.xColumn = column;
  }

  // @inline
  setStepsDy(row: usize, column: usize): void {
    this.dyRow = row;
    this.dyColumn = column;
  }
}

/** Bytes of a block. */
export const PIXEL_BLOCK_BYTES: usize = offsetof<PixelBlock>();
