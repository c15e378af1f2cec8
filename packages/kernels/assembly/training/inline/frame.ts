/**
 * A frame is an image with its padding made real: exactly the rows and columns
 * which the windows of a convolution cover, so that inner loops need no bounds.
 * It is smaller than the image where the windows leave rows over.
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

/** Copies the part of an image that windows see into its frame, whose padding stays as it is. */
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

/** Copies the image out of its frame; what no window sees becomes zero. */
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
