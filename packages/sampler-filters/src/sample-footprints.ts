import { add, addN, mul, tensor1d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  warp,
  type OutputSize,
  type Sampler,
  type SamplingField,
  type SamplingOptions,
  type WarpOptions,
} from '@tfjs-stn/core';
import { fieldGrid, fieldJacobian } from '@tfjs-stn/core/fields';

import { affineSides } from './affine-sides.js';
import { unitsPerPixel } from './axis-units.js';
import { footprintSide } from './footprint-side.js';
import { sampleAffineFootprints } from './sample-affine-footprints.js';
import { tapCount, tapPositions } from './taps.js';
import { warpOptions } from './warp-options.js';

/** The mean of points spread over every output pixel's footprint. */
export function sampleFootprints(
  base: Sampler,
  maxTaps: number,
  image: Tensor4D,
  field: SamplingField,
  sampling: SamplingOptions,
): Tensor4D {
  const options = warpOptions(base, sampling);
  return tidy(() => {
    const sides =
      field.kind === 'homography'
        ? affineSides(field, [image.shape[1], image.shape[2]])
        : undefined;
    if (field.kind !== 'homography' || sides === undefined) {
      return sampleEveryFootprint(maxTaps, image, field, options);
    }
    const [columns, rows] = sides.map((side) => tapCount(side, maxTaps)) as [number, number];
    if (columns === 1 && rows === 1) return warp(image, field, options);
    return sampleAffineFootprints(image, field, [columns, rows], options);
  });
}

/** Where footprints may differ from pixel to pixel. */
function sampleEveryFootprint(
  maxTaps: number,
  image: Tensor4D,
  field: SamplingField,
  options: WarpOptions,
): Tensor4D {
  const { alignCorners, outputSize } = field;
  const imageSize: OutputSize = [image.shape[1], image.shape[2]];
  const { perColumn, perRow } = fieldJacobian(field, imageSize);
  const [across, down] = [footprintSide(perColumn), footprintSide(perRow)];
  const [columns, rows] = [across, down].map(({ longest }) => tapCount(longest, maxTaps)) as [
    number,
    number,
  ];
  if (columns === 1 && rows === 1) return warp(image, field, options);

  const units = tensor1d([...unitsPerPixel(imageSize, alignCorners)]);
  const [alongRow, alongColumn] = [mul(across.reach, units), mul(down.reach, units)];
  const grid = fieldGrid(field);
  const steps = tapPositions(columns).map((u) => mul(alongRow, u));
  const lines = tapPositions(rows).map((v) => {
    const centre = add(grid, mul(alongColumn, v));
    const read = steps.map((step) => {
      const points = add<Tensor4D>(centre, step);
      return warp(image, { kind: 'grid', grid: points, outputSize, alignCorners }, options);
    });
    return addN(read);
  });
  return mul<Tensor4D>(addN(lines), 1 / (columns * rows));
}
