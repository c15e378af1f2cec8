/**
 * A frame is an image with its padding written out: exactly the rows and columns
 * that the windows of a convolution cover, so that inner loops need no bounds.
 * It is smaller than the image if the windows leave rows uncovered.
 */

/** Rows (or columns) of a frame. */
// @inline
export function frameSize(out: i32, filter: i32, stride: i32, dilation: i32): i32 {
  return max(0, (out - 1) * stride + (filter - 1) * dilation + 1);
}

/** Rows (or columns) of an image that lie inside its frame. */
// @inline
export function framed(size: i32, frame: i32, padding: i32): i32 {
  return max(0, min(size, frame - padding));
}

/** Copies the part of an image that windows cover into its frame, leaving the padding. */
export function fillFrame(
  image: usize,
  frame: usize,
  height: i32,
  width: i32,
  pixel: usize,
  frameHeight: i32,
  frameWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const rows = framed(height, frameHeight, padTop);
  const bytes = <usize>framed(width, frameWidth, padLeft) * pixel;
  const frameRow = <usize>frameWidth * pixel;
  let to = frame + <usize>padTop * frameRow + <usize>padLeft * pixel;
  for (let row = 0; row < rows; row++, to += frameRow, image += <usize>width * pixel) {
    memory.copy(to, image, bytes);
  }
}

/** Copies the image out of its frame; pixels outside all windows become 0. */
export function cropFrame(
  frame: usize,
  image: usize,
  height: i32,
  width: i32,
  pixel: usize,
  frameHeight: i32,
  frameWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const rows = framed(height, frameHeight, padTop);
  const bytes = <usize>framed(width, frameWidth, padLeft) * pixel;
  const row = <usize>width * pixel;
  const frameRow = <usize>frameWidth * pixel;
  let from = frame + <usize>padTop * frameRow + <usize>padLeft * pixel;
  const end = image + <usize>height * row;
  for (let r = 0; r < rows; r++, from += frameRow, image += row) {
    memory.copy(image, from, bytes);
    memory.fill(image + bytes, 0, row - bytes);
  }
  memory.fill(image, 0, end - image);
}
