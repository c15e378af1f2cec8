import type { Contestant } from '../measure.js';
import type { WarpCase } from '../warp-case.js';

/** Copying as many bytes as the image has: what memory allows. */
export function memoryCopy({ pixels }: WarpCase): Contestant {
  const target = new Float32Array(pixels.length);
  return { name: 'copying the image', run: () => target.set(pixels) };
}
