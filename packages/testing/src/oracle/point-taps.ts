import { axisStencil } from './axis-stencil.js';
import type { CoordinateField } from './coordinate-field.js';
import type { ImageShape } from './dense-array.js';
import type { ResolvedOptions } from './sampling-options.js';

/** One of the pixels an output pixel reads. */
export interface PointTap {
  /** `y * width + x` of the pixel read, -1 for the fill value. */
  readonly pixel: number;
  readonly weight: number;
  /** The derivative of the weight by the normalised x, and by the normalised y. */
  readonly slopeX: number;
  readonly slopeY: number;
}

const fillOnly: readonly PointTap[] = [{ pixel: -1, weight: 1, slopeX: 0, slopeY: 0 }];

/** The taps of the output pixel at `point`; `'nan'` where a coordinate is not a number. */
export function pointTaps(
  point: ReturnType<CoordinateField['at']>,
  image: ImageShape,
  options: ResolvedOptions,
): readonly PointTap[] | 'nan' {
  if (point === 'behind-horizon') return fillOnly;
  const columns = axisStencil(point.x, image.width, options);
  const rows = axisStencil(point.y, image.height, options);
  if (columns === 'nan' || rows === 'nan') return 'nan';
  if (columns === 'outside' || rows === 'outside') return fillOnly;
  return rows.indices.flatMap((y, row) =>
    columns.indices.map((x, column) => ({
      pixel: x < 0 || y < 0 ? -1 : y * image.width + x,
      weight: rows.weights[row]! * columns.weights[column]!,
      slopeX: rows.weights[row]! * columns.slopes[column]!,
      slopeY: rows.slopes[row]! * columns.weights[column]!,
    })),
  );
}
