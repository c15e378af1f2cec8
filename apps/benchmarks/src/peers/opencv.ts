import opencv from '@techstark/opencv-js';

import { pixelMatrix } from '../pixel-matrix.js';
import type { WarpCase } from '../warp-case.js';
import type { CheckedContestant } from './contestant.js';

/** OpenCV.js warpAffine on a float32 image of three channels. */
export async function opencvWarpAffine({
  shape,
  pixels,
  parameters,
}: WarpCase): Promise<CheckedContestant> {
  const { cv } = await ready();
  const [, height, width] = shape;
  const source = cv.matFromArray(height, width, cv.CV_32FC3, pixels as unknown as number[]);
  const matrix = cv.matFromArray(2, 3, cv.CV_64FC1, pixelMatrix(parameters, height, width));
  const target = new cv.Mat();
  const size = new cv.Size(width, height);
  const flags = cv.INTER_LINEAR + cv.WARP_INVERSE_MAP;
  const run = (): void => {
    cv.warpAffine(
      source,
      target,
      matrix,
      size,
      flags,
      cv.BORDER_CONSTANT,
      new cv.Scalar(0, 0, 0, 0),
    );
  };
  return {
    name: 'OpenCV.js warpAffine',
    // It rounds coordinates to 1/32 of a pixel.
    tolerance: 1 / 16,
    run,
    output() {
      run();
      return Float32Array.from(target.data32F);
    },
  };
}

let initialised: Promise<{ cv: typeof opencv }> | undefined;

/** Waits for OpenCV, wrapped up: the module is thenable for ever and must not be awaited itself. */
function ready(): Promise<{ cv: typeof opencv }> {
  initialised ??= new Promise((resolve) => {
    const loaded = (): void => resolve({ cv: opencv });
    if (typeof opencv.Mat === 'function') loaded();
    else Object.assign(opencv, { onRuntimeInitialized: loaded });
  });
  return initialised;
}
