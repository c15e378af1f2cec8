/**
 * @typedef {object} Shrinking
 * @property {readonly [x: number, y: number]} by input pixels per output pixel, on both axes of the output
 * @property {number} turn degrees
 * @property {readonly [x: number, y: number]} [shift] input pixels
 */

/**
 * The affine map that looks at a centred square of the image, half as wide as it unless told otherwise:
 * turned by any angle, it and what filters read around it stay inside.
 *
 * @param {number} side of the image, pixels
 * @param {Shrinking} shrinking
 * @param {number} [share] of the image's side
 * @returns {{ theta: number[], outputSize: [height: number, width: number] }}
 */
export function shrinkingMap(side, { by: [byX, byY], turn, shift = [0, 0] }, share = 0.5) {
  const [width, height] = [Math.round((side * share) / byX), Math.round((side * share) / byY)];
  const [cosine, sine] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [x, y] = [(byX * width) / side, (byY * height) / side];
  const [tx, ty] = [(2 * shift[0]) / side, (2 * shift[1]) / side];
  return {
    theta: [cosine * x, -sine * y, tx, sine * x, cosine * y, ty],
    outputSize: [height, width],
  };
}
