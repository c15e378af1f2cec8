import type { Rounding } from './rounding.js';

/** What lies outside the image. */
export type OraclePadding = 'zeros' | 'border' | 'reflection' | 'wrap';

/** A pixel coordinate after padding, and its derivative by the coordinate before. */
export interface PaddedCoordinate {
  readonly position: number;
  readonly factor: number;
}

/**
 * Moves a finite pixel coordinate into the image where the padding does so by coordinate.
 * Zeros and wrap act on taps, so they leave it as it is.
 */
export function padCoordinate(
  position: number,
  size: number,
  padding: OraclePadding,
  alignCorners: boolean,
  round: Rounding,
): PaddedCoordinate {
  switch (padding) {
    case 'zeros':
    case 'wrap':
      return { position, factor: 1 };
    case 'border':
      return clip({ position, factor: 1 }, size);
    case 'reflection':
      return clip(reflect(position, size, alignCorners, round), size);
    default:
      throw new Error(`oracle: unknown padding ${String(padding satisfies never)}`);
  }
}

function clip({ position, factor }: PaddedCoordinate, size: number): PaddedCoordinate {
  if (position <= 0) return { position: 0, factor: 0 };
  if (position >= size - 1) return { position: size - 1, factor: 0 };
  return { position, factor };
}

function reflect(
  position: number,
  size: number,
  alignCorners: boolean,
  round: Rounding,
): PaddedCoordinate {
  const low = alignCorners ? 0 : -0.5;
  const span = alignCorners ? size - 1 : size;
  if (span === 0) return { position: 0, factor: 0 };
  const distance = round(position - low);
  const direction = distance < 0 ? -1 : 1;
  // The remainder is exact, so the parity and the distance can't contradict each other.
  const phase = Math.abs(distance) % (2 * span);
  return phase < span
    ? { position: round(phase + low), factor: direction }
    : { position: round(round(2 * span - phase) + low), factor: -direction };
}
