/**
 * The longest side of a footprint, in pixels. Longer ones come from points beside a horizon or from a
 * net that has diverged, and in float32 would become infinite: such a pixel is read at its point alone.
 */
export const longestSide = 1e6;
