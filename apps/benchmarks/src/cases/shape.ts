/** `[batch, height, width, channels]` */
export type Shape = readonly [batch: number, height: number, width: number, channels: number];

/** A shape as it is written on the command line and in names: `1x512x512x3`. */
export function shapeName(shape: readonly number[]): string {
  return shape.join('x');
}

/** How many values a shape has. */
export function valueCount(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}

/** Reads `1x512x512x3`, or undefined for anything else. */
export function parseShape(text: string): Shape | undefined {
  const lengths = text.split(/[x×,]/).map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : 0));
  const [batch = 0, height = 0, width = 0, channels = 0] = lengths;
  const all = [batch, height, width, channels];
  return lengths.length === 4 && all.every((length) => length > 0)
    ? [batch, height, width, channels]
    : undefined;
}
