import { tensor3d } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import type { ImageSource, WarpedImage } from './image-source.js';
import { assertPixels, samplingNames, warpPixels, type SamplingChoice } from './warp-pixels.js';

type Corner = readonly [x: number, y: number];
type Corners = readonly [Corner, Corner, Corner, Corner];

/** The size of the output, and how the image is sampled. */
export interface FlattenDocumentOptions extends SamplingChoice {
  /** `[height, width]` in pixels. Default: the longer of each pair of opposite sides. */
  readonly outputSize?: OutputSize;
}

/**
 * Flattens a document that a camera saw at an angle: its corners become those of the output.
 *
 * Convention: corners are centres of pixels, `[x, y]` with x right, y down, and become the centres
 * of the corner pixels. The one nearest to the top left of the image, by the smallest x + y, becomes
 * the first; the others follow clockwise.
 *
 * @param image float32 tensor `[batch, height, width, channels]` or `[height, width, channels]`, or
 *   what `tf.browser.fromPixels` takes
 * @param corners the four corners in the image, in any order
 * @returns the flat document, of the same rank; differentiable in the image
 * @throws OptionError if the corners are not those of a convex quadrilateral; ShapeError, DTypeError,
 *   DisposedError
 */
export function flattenDocument<Image extends ImageSource>(
  image: Image,
  corners: readonly (readonly number[])[],
  options: FlattenDocumentOptions = {},
): WarpedImage<Image> {
  const operation = 'flattenDocument';
  assertKnownOptions(operation, options, [...samplingNames, 'outputSize']);
  const ordered = inOrder(readCorners(corners));
  const [topLeft, topRight, bottomRight, bottomLeft] = ordered;
  const pixels = (...sides: readonly [Corner, Corner][]): number =>
    Math.max(...sides.map(([[x, y], [u, v]]) => Math.round(Math.hypot(u - x, v - y)) + 1));
  const outputSize = assertPixels(
    operation,
    options.outputSize ?? [
      pixels([topLeft, bottomLeft], [topRight, bottomRight]),
      pixels([topLeft, topRight], [bottomLeft, bottomRight]),
    ],
  );
  return warpPixels(operation, image, options, () => ({
    matrix: tensor3d(rectangleToQuadrilateral(outputSize, ordered), [1, 3, 3]),
    convention: 'opencv-inverse-map',
    outputSize,
  }));
}

function readCorners(corners: unknown): Corners {
  const isCorner = (corner: unknown): boolean =>
    Array.isArray(corner) && corner.length === 2 && corner.every(Number.isFinite);
  if (Array.isArray(corners) && corners.length === 4 && corners.every(isCorner)) {
    return corners as [Corner, Corner, Corner, Corner];
  }
  throw new OptionError(
    'flattenDocument',
    `corners must be four points [x, y] of finite numbers, got ${describeValue(Array.isArray(corners) ? corners.flat() : corners)}`,
  );
}

/** Clockwise as one sees it, beginning with the smallest x + y. */
function inOrder(corners: Corners): Corners {
  const mean = (axis: 0 | 1): number => corners.reduce((sum, point) => sum + point[axis], 0) / 4;
  const [x, y] = [mean(0), mean(1)];
  const angle = ([u, v]: Corner): number => Math.atan2(v - y, u - x);
  const around = [...corners].sort((a, b) => angle(a) - angle(b));
  const sums = around.map(([u, v]) => u + v);
  const first = sums.indexOf(Math.min(...sums));
  const at = (index: number): Corner => around[(first + index) % 4] as Corner;
  const turns = [0, 1, 2, 3].map((index) => cross(at(index), at(index + 1), at(index + 2)));
  const largest = Math.max(...turns);
  if (!turns.every((turn) => turn > negligible * largest)) {
    throw new OptionError(
      'flattenDocument',
      `corners must be those of a convex quadrilateral, got ${describeValue(corners.flat())}`,
    );
  }
  return [at(0), at(1), at(2), at(3)];
}

/** Triangles of corners that are smaller than the largest by this factor lie on a line. */
const negligible = 1e-6;

/** Twice the area of the triangle of three points, positive if they turn clockwise as one sees it. */
function cross([x, y]: Corner, [u, v]: Corner, [s, t]: Corner): number {
  return (u - x) * (t - v) - (v - y) * (s - u);
}

/**
 * The perspective matrix, row by row, from pixels of the output to the image.
 *
 * Source: Heckbert, 1989, "Fundamentals of Texture Mapping and Image Warping", section 2.2.3.
 */
function rectangleToQuadrilateral([height, width]: OutputSize, corners: Corners): number[] {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / area;
  const h = (dx1 * dy3 - dx3 * dy1) / area;
  // From the unit square, whose sides are the outermost pixel centres.
  const rows = [
    [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
    [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
    [g, h, 1],
  ] as const;
  const along = (size: number): readonly [scale: number, offset: number] =>
    size === 1 ? [0, 1 / 2] : [1 / (size - 1), 0];
  const [[scaleX, offsetX], [scaleY, offsetY]] = [along(width), along(height)];
  return rows.flatMap(([a, b, c]) => [a * scaleX, b * scaleY, a * offsetX + b * offsetY + c]);
}
