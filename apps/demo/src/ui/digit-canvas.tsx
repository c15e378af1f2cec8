import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const slate = [23, 53, 47] as const;
const chalk = [247, 245, 239] as const;

/** A square grey image, 0 to 1, as chalk on slate. */
export function GreyCanvas(props: {
  readonly values: Float32Array;
  readonly size: number;
  readonly name: string;
}): JSX.Element {
  const { values, size, name } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(chalked(values, size), 0, 0);
  }, [values, size]);
  return (
    <canvas ref={canvas} class="grey" width={size} height={size} role="img" aria-label={name} />
  );
}

function chalked(values: Float32Array, size: number): ImageData {
  const image = new ImageData(size, size);
  for (let index = 0; index < size * size; index++) {
    const share = values[index] ?? 0;
    for (let channel = 0; channel < 3; channel++) {
      const [dark = 0, light = 0] = [slate[channel], chalk[channel]];
      image.data[4 * index + channel] = dark + share * (light - dark);
    }
    image.data[4 * index + 3] = 255;
  }
  return image;
}

/**
 * Outlines what a net samples of a square image; the edge that becomes the top is thicker.
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
