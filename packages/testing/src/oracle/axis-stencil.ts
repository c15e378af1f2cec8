import { type OraclePadding, padCoordinate } from './pad-coordinate.js';
import { pixelCoordinate, pixelCoordinateSlope } from './pixel-coordinate.js';
import type { ResolvedOptions } from './sampling-options.js';

/** What one coordinate reads along one axis. */
interface AxisStencil {
  /** Pixel read by each tap, -1 for the fill value. */
  readonly indices: readonly number[];
  readonly weights: readonly number[];
  /** The derivative of each weight by the normalised coordinate. */
  readonly slopes: readonly number[];
}

/** `'nan'`: the coordinate is not a number. `'outside'`: only the fill value is read. */
type AxisReading = AxisStencil | 'nan' | 'outside';

/** Beyond this many pixels float32 has no fractions: far outside. */
const farOutside = 2 ** 24;

/** The taps, weights and slopes for a normalised coordinate on an axis of `size` pixels. */
export function axisStencil(
  normalised: number,
  size: number,
  options: ResolvedOptions,
): AxisReading {
  const { kernel, padding, alignCorners, round } = options;
  const pixel = pixelCoordinate(normalised, size, alignCorners, round);
  if (Number.isNaN(pixel)) return 'nan';
  if (Math.abs(pixel) > farOutside) {
    if (padding === 'zeros') return 'outside';
    return { indices: [pixel < 0 ? 0 : size - 1], weights: [1], slopes: [0] };
  }
  const padsPoint = kernel.taps <= 2;
  const { position, factor } = padsPoint
    ? padCoordinate(pixel, size, padding, alignCorners, round)
    : { position: pixel, factor: 1 };
  // A point that is moved into the image reads nothing outside of it: no weight is left there.
  const tapPadding = padsPoint && padding !== 'wrap' ? 'zeros' : padding;
  const centre = kernel.taps % 2 === 0 ? Math.floor(position) : roundHalfEven(position);
  const offset = round(position - centre);
  const first = centre - Math.floor((kernel.taps - 1) / 2);
  const slope = factor * pixelCoordinateSlope(size, alignCorners);
  return {
    indices: Array.from({ length: kernel.taps }, (_, tap) =>
      tapIndex(first + tap, size, tapPadding, alignCorners),
    ),
    weights: kernel.weights(offset),
    slopes: kernel.weightDerivatives(offset).map((derivative) => derivative * slope),
  };
}

/** The nearest integer; of two equally near ones, the even one. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const fraction = value - below;
  if (fraction !== 0.5) return fraction < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** The pixel a tap reads, or -1 for one that reads the fill value. */
function tapIndex(
  tap: number,
  size: number,
  padding: OraclePadding,
  alignCorners: boolean,
): number {
  switch (padding) {
    case 'zeros':
      return tap >= 0 && tap < size ? tap : -1;
    case 'wrap':
      return ((tap % size) + size) % size;
    case 'border':
    case 'reflection':
      return padCoordinate(tap, size, padding, alignCorners, (value) => value).position;
    default:
      throw new Error(`oracle: unknown padding ${String(padding satisfies never)}`);
  }
}
