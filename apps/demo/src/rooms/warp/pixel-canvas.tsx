import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Pixels } from '../../engine/messages.js';

/** A picture on a canvas. */
export function PixelCanvas(props: {
  readonly pixels: Pixels | undefined;
  readonly name: string;
  readonly className?: string;
}): JSX.Element {
  const { pixels, name, className = '' } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current && pixels) drawPixels(canvas.current, pixels);
  }, [pixels]);
  return (
    <canvas ref={canvas} class={className} width={1} height={1} role="img" aria-label={name} />
  );
}

/** Draws a picture on a canvas of the same size. */
export function drawPixels(canvas: HTMLCanvasElement, { width, height, bytes }: Pixels): void {
  // Setting the size clears a canvas, which flickers.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
}
