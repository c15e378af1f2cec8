import { padCoordinate } from './pad-coordinate.js';
import type { OraclePadding } from './pad-coordinate.js';

/** The pixel a tap reads, or -1 for one that reads the fill value. */
export function tapIndex(
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
