/**
 * What is read outside the image.
 *
 * - `zeros`: `fillValue`, 0 unless given; decided tap by tap, so edges fade only once.
 * - `border`: the nearest edge pixel.
 * - `reflection`: the image mirrored about its edges (alignCorners: about the edge pixels' centres).
 * - `wrap`: the image repeated with its own size as period.
 */
export type Padding = 'zeros' | 'border' | 'reflection' | 'wrap';

export const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];

/** One number for every channel, or one per channel. */
export type FillValue = number | readonly number[];
