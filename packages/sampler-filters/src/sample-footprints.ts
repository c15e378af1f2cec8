import { tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  warp,
  type HomographyField,
  type Sampler,
  type SamplingField,
  type SamplingOptions,
} from '@tfjs-stn/core';
import {
  fieldTensors,
  plus,
  warpFieldGradient,
  warpImageGradient,
  type ImageShape,
} from '@tfjs-stn/core/~internal';

import {
  sampleAffine,
  sampleAffineImageGradient,
  sampleAffineMatrixGradient,
} from './affine-footprints.js';
import {
  groupItems,
  isPoint,
  knownTaps,
  type Group,
  type MeasuredGroup,
  type Reading,
} from './group-items.js';
import { joinItems, takeField, takeItems } from './items.js';
import { layoutFor } from './layout.js';
import { recomputed } from './recomputed.js';
import { sampleBands, sampleBandsFieldGradient, sampleBandsImageGradient } from './sample-bands.js';
import { snapshot, warpOptions } from './warp-options.js';

/** The mean of points spread over every output pixel's footprint. */
export function sampleFootprints(
  base: Sampler,
  maxTaps: number,
  image: Tensor4D,
  callerField: SamplingField,
  callerOptions: SamplingOptions,
): Tensor4D {
  const [field, sampling] = snapshot(callerField, callerOptions);
  const options = warpOptions(base, sampling);
  const reading = { options, maxTaps, layout: layoutFor(base, field.outputSize) };
  return tidy(() => {
    const known = knownTaps(image, field, maxTaps);
    if (known.every((taps) => taps !== undefined && isPoint(taps))) {
      return warp(image, field, options);
    }
    let groups: readonly Group[] = [];
    const run = (): Tensor4D => {
      const parts = tidy(() => {
        const grouped = groupItems(known, image, field, reading);
        groups = grouped.map(({ items, taps, way }) => ({ items, taps, way }));
        return grouped.map((group) => tidy(() => sampleGroup(image, field, group, reading)));
      });
      return joinItems(parts, itemsOf(groups));
    };
    return recomputed(image, field, run, {
      byImage: (dy, at) =>
        join(groups, image.shape[0] === 1, (group) =>
          groupImageGradient(dy, image.shape, at, group, reading),
        ),
      byField: (dy, x, at, name) => {
        const isShared = name === 'basis' || fieldTensors(at)[name]?.shape[0] === 1;
        return join(groups, isShared, (group) =>
          groupFieldGradient(dy, x, at, group, reading, name),
        );
      },
    });
  });
}

function itemsOf(groups: readonly Group[]): (readonly number[])[] {
  return groups.map(({ items }) => items);
}

/** What the groups give: their sum where all of them share an input, and their items else. */
function join(
  groups: readonly Group[],
  isShared: boolean,
  gradient: (group: Group) => Tensor,
): Tensor {
  if (!isShared) {
    const parts = groups.map((group) => tidy(() => gradient(group)));
    return joinItems(parts, itemsOf(groups));
  }
  let total: Tensor | undefined;
  for (const group of groups) total = plus(total, () => gradient(group));
  return total as Tensor;
}

function sampleGroup(
  image: Tensor4D,
  field: SamplingField,
  { items, taps, way, prints }: MeasuredGroup,
  { options }: Reading,
): Tensor4D {
  const own = takeItems(image, items);
  switch (way) {
    case 'base':
      return warp(own, takeField(field, items), options);
    case 'maps':
      return sampleAffine(own, takeField(field, items) as HomographyField, taps, options);
    case 'bands':
      return sampleBands(own, taps, prints, field.alignCorners, options);
    default:
      return way satisfies never;
  }
}

function groupImageGradient(
  dy: Tensor4D,
  imageShape: ImageShape,
  field: SamplingField,
  { items, taps, way }: Group,
  { options, layout }: Reading,
): Tensor {
  const [batch, ...pixels] = imageShape;
  const own = [takeItems(dy, items), [batch === 1 ? 1 : items.length, ...pixels]] as const;
  const part = takeField(field, items);
  switch (way) {
    case 'base':
      return warpImageGradient(...own, part, options);
    case 'maps':
      return sampleAffineImageGradient(...own, part as HomographyField, taps, options);
    case 'bands':
      return sampleBandsImageGradient(...own, part, taps, layout, options);
    default:
      return way satisfies never;
  }
}

function groupFieldGradient(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  { items, taps, way }: Group,
  { options, layout }: Reading,
  input: string,
): Tensor {
  const own = [takeItems(dy, items), takeItems(image, items)] as const;
  const part = takeField(field, items);
  switch (way) {
    case 'base':
      return warpFieldGradient(...own, part, options, input);
    case 'maps':
      return sampleAffineMatrixGradient(...own, part as HomographyField, taps, options);
    case 'bands':
      return sampleBandsFieldGradient(...own, part, taps, layout, options, input);
    default:
      return way satisfies never;
  }
}
