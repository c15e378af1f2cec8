import { createRequire } from 'node:module';

import type opencv from '@techstark/opencv-js';
import type { Mat } from '@techstark/opencv-js';

import { opencvName, type SamplingOperation } from '../cases/cases.js';
import { Absent, timed, type Contestant, type Work } from '../contestants/contestant.js';
import { forwardPeer } from '../contestants/forward-peer.js';
import { checkOutput } from '../problems/sampling-expectation.js';
import { pixelMatrices } from '../problems/sampling-problem.js';
import type { SamplingProblem, SamplingProblems } from '../problems/sampling-problem.js';

type OpenCv = typeof opencv;

/** It rounds coordinates to 1/32 of a pixel, and random pixels differ by up to 1, under bicubic by more. */
const tolerances = { nearest: 1e-6, bilinear: 1 / 16, bicubic: 1 / 8 };

/** OpenCV.js on one float32 image: warpAffine, warpPerspective, and remap along a given grid. */
export function openCv(problems: SamplingProblems): Contestant {
  return forwardPeer({ name: opencvName, threads: 1, problems }, warpWork);
}

let loading: Promise<{ readonly cv: OpenCv }> | undefined;

/** Wrapped in an object: the module has a `then` that never ends. */
async function load(): Promise<{ readonly cv: OpenCv }> {
  const cv: OpenCv = createRequire(import.meta.url)('@techstark/opencv-js');
  await new Promise<void>((resolve) => {
    if (typeof cv.Mat === 'function') resolve();
    else Object.assign(cv, { onRuntimeInitialized: () => resolve() });
  });
  return { cv };
}

async function warpWork(
  problem: SamplingProblem,
  { field, sampler }: SamplingOperation,
): Promise<Work> {
  const [batch, height, width, channels] = problem.shape;
  if (batch > 1 || channels > 4) {
    throw new Absent('OpenCV has neither batches nor more than 4 channels');
  }
  const { cv } = await (loading ??= load());
  const type = [cv.CV_32FC1, cv.CV_32FC2, cv.CV_32FC3, cv.CV_32FC4][channels - 1] ?? cv.CV_32FC1;
  const source = new cv.Mat(height, width, type);
  source.data32F.set(problem.image);
  const target = new cv.Mat();
  const size = new cv.Size(width, height);
  const mode = { nearest: cv.INTER_NEAREST, bilinear: cv.INTER_LINEAR, bicubic: cv.INTER_CUBIC };
  const inverse = mode[sampler] + cv.WARP_INVERSE_MAP;
  const outside = [cv.BORDER_CONSTANT, new cv.Scalar(0, 0, 0, 0)] as const;
  const maps = await mapsOf(cv, problem, field);
  const [first = source, second = source] = maps;
  const call = (): void => {
    if (field === 'affine') cv.warpAffine(source, target, first, size, inverse, ...outside);
    else if (field !== 'projective') {
      cv.remap(source, target, first, second, mode[sampler], ...outside);
    } else cv.warpPerspective(source, target, first, size, inverse, ...outside);
  };
  return {
    time: timed(call),
    check() {
      call();
      return checkOutput(problem, Float32Array.from(target.data32F), tolerances[sampler]);
    },
    dispose: () => [source, target, ...maps].forEach((mat) => mat.delete()),
  };
}

/** A matrix of pixel coordinates; or where every pixel looks, as x and y. */
async function mapsOf(
  cv: OpenCv,
  problem: SamplingProblem,
  field: SamplingOperation['field'],
): Promise<Mat[]> {
  const rows = { affine: 2, projective: 3 }[field as string];
  if (rows) {
    const entries = pixelMatrices(problem)[0]?.slice(0, 3 * rows) ?? [];
    return [cv.matFromArray(rows, 3, cv.CV_64FC1, entries)];
  }
  const [, height, width] = problem.shape;
  const points = await problem.points();
  return [width, height].map((length, axis) => {
    const map = new cv.Mat(height, width, cv.CV_32FC1);
    map.data32F.forEach((_, pixel, values) => {
      values[pixel] = (((points[pixel * 2 + axis] ?? NaN) + 1) * length - 1) / 2;
    });
    return map;
  });
}
