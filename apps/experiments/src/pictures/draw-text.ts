import type { Canvas, Colour, Point } from './canvas.js';
import { glyphs } from './glyphs.js';

/** Width and height of a character with the space after it, before magnification. */
const ADVANCE = 6;
const HEIGHT = 7;

/** Writes a word centred on a point. Characters without a glyph leave a gap. */
export function drawText(
  canvas: Canvas,
  text: string,
  [x, y]: Point,
  scale: number,
  colour: Colour,
): void {
  const left = Math.round(x - ((text.length * ADVANCE - 1) * scale) / 2);
  const top = Math.round(y - (HEIGHT * scale) / 2);
  Array.from(text).forEach((character, position) => {
    glyphs[character]?.forEach((bits, row) => {
      for (let column = 0; column < 5; column++) {
        if (((bits >> (4 - column)) & 1) === 0) continue;
        const corner = [left + (position * ADVANCE + column) * scale, top + row * scale] as const;
        canvas.rectangle(corner, [corner[0] + scale, corner[1] + scale], colour);
      }
    });
  });
}
