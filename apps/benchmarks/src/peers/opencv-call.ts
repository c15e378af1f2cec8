import type { Mat } from '@techstark/opencv-js';

import { pixelMatrix } from '../fields/pixel-matrix.js';
import type { SamplingProblem } from '../problems/sampling-problem.js';
import type { OpenCv } from './load-opencv.js';

/** A call of OpenCV that is ready to be made again and again. */
export interface OpencvCall {
  readonly target: Mat;
  call(): void;
  dispose(): void;
}

/** The function of OpenCV that a problem is for, with its matrices. */
export function opencvCall(cv: OpenCv, problem: SamplingProblem): OpencvCall {
  const { shape, field, sampler, image } = problem;
  const [, height, width, channels] = shape;
  const type = [cv.CV_32FC1, cv.CV_32FC2, cv.CV_32FC3, cv.CV_32FC4][channels - 1] ?? cv.CV_32FC1;
  const source = new cv.Mat(height, width, type);
  source.data32F.set(image);
  const target = new cv.Mat();
  const size = new cv.Size(width, height);
  const black = new cv.Scalar(0, 0, 0, 0);
  const mode = { nearest: cv.INTER_NEAREST, bilinear: cv.INTER_LINEAR, bicubic: cv.INTER_CUBIC };
  const flags = mode[sampler];
  const inverse = flags + cv.WARP_INVERSE_MAP;
  const border = cv.BORDER_CONSTANT;
  const held = [source, target];
  const finish = (call: () => void, ...more: readonly Mat[]): OpencvCall => ({
    target,
    call,
    dispose: () => [...held, ...more].forEach((mat) => mat.delete()),
  });
  if (field === 'affine') {
    const matrix = cv.matFromArray(2, 3, cv.CV_64FC1, pixelMatrix(problem, 0).slice(0, 6));
    return finish(
      () => cv.warpAffine(source, target, matrix, size, inverse, border, black),
      matrix,
    );
  }
  if (field === 'projective') {
    const matrix = cv.matFromArray(3, 3, cv.CV_64FC1, pixelMatrix(problem, 0));
    return finish(
      () => cv.warpPerspective(source, target, matrix, size, inverse, border, black),
      matrix,
    );
  }
  const [columns, rows] = pixelMaps(cv, problem);
  if (columns === undefined || rows === undefined) throw new RangeError('two axes are needed');
  return finish(() => cv.remap(source, target, columns, rows, flags, border, black), columns, rows);
}

/** Where every pixel looks, in pixels: x and y. */
function pixelMaps(cv: OpenCv, { shape: [, height, width], grid }: SamplingProblem): Mat[] {
  return [width, height].map((length, axis) => {
    const map = new cv.Mat(height, width, cv.CV_32FC1);
    map.data32F.forEach((_, pixel, values) => {
      values[pixel] = (((grid[pixel * 2 + axis] ?? NaN) + 1) * length - 1) / 2;
    });
    return map;
  });
}
