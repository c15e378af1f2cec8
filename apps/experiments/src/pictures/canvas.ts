/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A point in pixels from the top left corner: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** A picture to draw on. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of every pixel, row by row. */
  readonly data: Uint8Array;

  constructor(width: number, height: number, background: Colour) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(3 * width * height);
    this.rectangle([0, 0], [width, height], background);
  }

  /** Mixes a colour into a pixel; `share` 1 covers it. Outside the picture nothing happens. */
  blend(x: number, y: number, colour: Colour, share = 1): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const start = 3 * (y * this.width + x);
    colour.forEach((value, channel) => {
      const old = this.data[start + channel] ?? 0;
      this.data[start + channel] = Math.round(old + share * (value - old));
    });
  }

  /** Fills a rectangle from its top left corner up to, and without, its bottom right one. */
  rectangle([left, top]: Point, [right, bottom]: Point, colour: Colour): void {
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) this.blend(x, y, colour);
    }
  }

  /** Draws a straight line with smooth edges. */
  line(from: Point, to: Point, thickness: number, colour: Colour): void {
    const reach = thickness / 2 + 1;
    const [left, right] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
    const [top, bottom] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
    for (let y = Math.floor(top); y <= bottom; y++) {
      for (let x = Math.floor(left); x <= right; x++) {
        const distance = distanceToLine([x + 0.5, y + 0.5], from, to);
        const share = Math.min(1, Math.max(0, thickness / 2 + 0.5 - distance));
        if (share > 0) this.blend(x, y, colour, share);
      }
    }
  }
}

function distanceToLine([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - nearest * dx, y - y1 - nearest * dy);
}
