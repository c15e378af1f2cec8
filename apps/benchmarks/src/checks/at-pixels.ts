/**
 * Picks pixels of a batch.
 *
 * @param values `[batch, area, width]`
 * @param pixels so many of each image, one image after the other
 * @returns `[batch, perImage, width]`
 */
export function atPixels(
  values: Float32Array,
  pixels: ArrayLike<number>,
  perImage: number,
  area: number,
  width: number,
): Float32Array {
  const picked = new Float32Array(pixels.length * width);
  for (let index = 0; index < pixels.length; index++) {
    const start = (Math.floor(index / perImage) * area + (pixels[index] ?? NaN)) * width;
    picked.set(values.subarray(start, start + width), index * width);
  }
  return picked;
}
