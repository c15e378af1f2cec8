import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Pixels } from '../../engine/messages.js';
import { HandleGrip, type Place } from '../../ui/handle-grip.js';
import { PixelCanvas } from './pixel-canvas.js';

/** The picture over the output, up to a share of its width. */
export function Before(props: {
  readonly picture: Pixels | undefined;
  readonly share: number;
}): JSX.Element {
  const { picture, share } = props;
  return (
    <div class="before" style={{ clipPath: `inset(0 ${100 - 100 * share}% 0 0)` }}>
      <PixelCanvas pixels={picture} name="The picture before" className="output-canvas" />
    </div>
  );
}

/** Pixels of the output that a magnifier shows, across. */
const SEEN = 22;
/** Its diameter on the screen, as in figures.css. */
const DIAMETER = 132;

/** A magnifier over the output, moved by mouse, finger, pen or arrow keys: it shows single pixels. */
export function Magnifier({ pixels }: { readonly pixels: Pixels }): JSX.Element {
  const [place, setPlace] = useState<Place>({ left: 0.5, top: 0.5 });
  const lens = useRef<HTMLCanvasElement>(null);
  const left = Math.min(1, Math.max(0, place.left));
  const top = Math.min(1, Math.max(0, place.top));
  const { width, height, bytes } = pixels;
  useLayoutEffect(() => {
    const context = lens.current?.getContext('2d');
    const x = Math.round(left * width - SEEN / 2);
    const y = Math.round(top * height - SEEN / 2);
    context?.clearRect(0, 0, SEEN, SEEN);
    context?.putImageData(new ImageData(bytes, width, height), -x, -y, x, y, SEEN, SEEN);
  }, [pixels, left, top]);
  return (
    <>
      <canvas
        ref={lens}
        class="lens"
        width={SEEN}
        height={SEEN}
        style={{ left: `${100 * left}%`, top: `${100 * top}%` }}
        role="img"
        aria-label={`${DIAMETER / SEEN} times as large`}
      />
      <HandleGrip
        name="Magnifier"
        kind="lens"
        place={place}
        current
        help="handle-keys"
        onMove={setPlace}
        onFocus={() => {}}
      />
    </>
  );
}
