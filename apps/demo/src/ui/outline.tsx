import type { JSX } from 'preact';

/**
 * Where a net looks, as a line over a square image; the edge that becomes the top is stronger.
 *
 * @param points x, y, … from -1 to 1, clockwise from the upper left, as many for each side
 */
export function Outline({ points }: { readonly points: readonly number[] }): JSX.Element {
  const pairs = Array.from(
    { length: points.length / 2 },
    (_, index) => `${points[2 * index]?.toFixed(3)} ${points[2 * index + 1]?.toFixed(3)}`,
  );
  const top = pairs.slice(0, pairs.length / 4 + 1);
  return (
    <svg class="lines" viewBox="-1 -1 2 2" aria-hidden="true">
      <path class="line" d={`M${pairs.join('L')}Z`} />
      <path class="line top" d={`M${top.join('L')}`} />
    </svg>
  );
}
