import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';

const size = 8;
const offsets = [-2, -1, 0, 1, 2];

/** A soft spot at each of 25 places of an 8×8 image, and the same spot in the middle. */
export function blobs(): { readonly scattered: Tensor4D; readonly centred: Tensor4D } {
  const shifts = offsets.flatMap((dy) => offsets.map((dx) => [dy, dx] as const));
  return {
    scattered: draw(shifts),
    centred: draw(shifts.map(() => [0, 0] as const)),
  };
}

function draw(shifts: readonly (readonly [number, number])[]): Tensor4D {
  const axis = Array.from({ length: size }, (_, index) => index - (size - 1) / 2);
  const pixels = shifts.flatMap(([dy, dx]) =>
    axis.flatMap((y) => axis.map((x) => Math.exp(-((y - dy) ** 2 + (x - dx) ** 2) / 2))),
  );
  return tensor4d(pixels, [shifts.length, size, size, 1]);
}
