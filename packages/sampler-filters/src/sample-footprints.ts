import { tidy, type NamedTensorMap, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  warp,
  type HomographyField,
  type OutputSize,
  type Sampler,
  type SamplingField,
  type SamplingOptions,
  type WarpOptions,
} from '@tfjs-stn/core';
import { StnHomographyWarp } from '@tfjs-stn/core/kernels';
import {
  fieldTensors,
  hasKernel,
  warpFieldGradient,
  warpImageGradient,
  withFieldTensors,
  type ImageShape,
} from '@tfjs-stn/core/~internal';

import {
  affineTapCounts,
  sampleAffine,
  sampleAffineImageGradient,
  sampleAffineMatrixGradient,
} from './affine-footprints.js';
import { joinItems, takeField, takeItems } from './items.js';
import { plus, recomputed, type InputGradient } from './recomputed.js';
import {
  chunked,
  layoutFor,
  measure,
  sampleBands,
  sampleBandsFieldGradient,
  sampleBandsImageGradient,
  type Layout,
  type Measured,
  type Prints,
} from './sample-bands.js';
import type { Taps } from './taps.js';
import { warpOptions } from './warp-options.js';

/** How footprints are read. */
interface Reading {
  readonly options: WarpOptions;
  readonly maxTaps: number;
  readonly layout: Layout;
}

/** Items of the output that are read alike. */
interface Group {
  readonly items: readonly number[];
  readonly taps: Taps;
  /** By the base at the points alone, along maps to every point, or along grids in bands. */
  readonly way: 'base' | 'maps' | 'bands';
}

interface MeasuredGroup extends Group {
  /** Footprints in bands. */
  readonly prints: readonly Prints[];
}

/** The mean of points spread over every output pixel's footprint. */
export function sampleFootprints(
  base: Sampler,
  maxTaps: number,
  image: Tensor4D,
  field: SamplingField,
  sampling: SamplingOptions,
): Tensor4D {
  const options = warpOptions(base, sampling);
  const reading = { options, maxTaps, layout: layoutFor(base, field.outputSize) };
  return tidy(() => {
    const known = knownTaps(image, field, maxTaps);
    if (known.every((taps) => taps !== undefined && isPoint(taps))) {
      return warp(image, field, options);
    }
    let groups: readonly Group[] = [];
    const run = (): Tensor => {
      const parts = tidy(() => {
        const grouped = groupItems(known, image, field, reading);
        groups = grouped.map(({ items, taps, way }) => ({ items, taps, way }));
        return grouped.map((group) => tidy(() => sampleGroup(image, field, group, reading)));
      });
      return joinItems(parts, itemsOf(groups));
    };
    return recomputed(
      run,
      gradientsOf(image, field, reading, () => groups),
    ) as Tensor4D;
  });
}

/** The gradients by the image and by the field's tensors. */
function gradientsOf(
  image: Tensor4D,
  field: SamplingField,
  reading: Reading,
  groups: () => readonly Group[],
): InputGradient[] {
  const tensors = fieldTensors(field);
  const names = Object.keys(tensors);
  const rebuilt = (saved: readonly Tensor[]): SamplingField => {
    const pairs = names.map((name, index) => [name, saved[index] as Tensor]);
    return withFieldTensors(field, Object.fromEntries(pairs) as NamedTensorMap);
  };
  const { shape } = image;
  const fieldInputs = Object.values(tensors);
  const byImage: InputGradient = {
    input: image,
    saved: fieldInputs,
    gradient: (dy, saved) =>
      join(groups(), shape[0] === 1, (group) =>
        groupImageGradient(dy as Tensor4D, shape, rebuilt(saved), group, reading),
      ),
  };
  const byField = names.map((name): InputGradient => {
    const input = tensors[name] as Tensor;
    return {
      input,
      saved: [image, ...fieldInputs],
      gradient: (dy, [savedImage, ...saved]) =>
        join(groups(), name === 'basis' || input.shape[0] === 1, (group) => {
          const [d, x] = [dy as Tensor4D, savedImage as Tensor4D];
          return groupFieldGradient(d, x, rebuilt(saved), group, reading, name);
        }),
    };
  });
  return [byImage, ...byField];
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

/** How many points the items of a field take, where its matrices say so. */
function knownTaps(
  image: Tensor4D,
  field: SamplingField,
  maxTaps: number,
): readonly (Taps | undefined)[] {
  if (field.kind === 'homography') return affineTapCounts(field, sizeOf(image), maxTaps);
  const { shape } = field.kind === 'grid' ? field.grid : field.coefficients;
  return Array.from({ length: shape[0] }, () => undefined);
}

function isPoint([columns, rows]: Taps): boolean {
  return columns === 1 && rows === 1;
}

function sizeOf(image: Tensor4D): OutputSize {
  return [image.shape[1], image.shape[2]];
}

function itemsOf(groups: readonly Group[]): (readonly number[])[] {
  return groups.map(({ items }) => items);
}

/** Puts items together that are read alike, and keeps the footprints that are measured for that. */
function groupItems(
  known: readonly (Taps | undefined)[],
  image: Tensor4D,
  field: SamplingField,
  { options: { sampler }, maxTaps, layout }: Reading,
): MeasuredGroup[] {
  // Without a kernel a whole output would take a hundred times its memory.
  const hasMaps = sampler.kind === 'composite' || hasKernel(StnHomographyWarp, sampler);
  const isKnown = (taps: Taps | undefined): boolean =>
    taps !== undefined && (hasMaps || isPoint(taps));
  const unknown = known.flatMap((taps, item) => (isKnown(taps) ? [] : [item]));
  const measured = measure(field, unknown, layout, sizeOf(image), maxTaps);
  const byKey = new Map<string, Gathered>();
  known.forEach((given, item) => {
    const chunk = measured.find(({ items }) => items.includes(item));
    const place = chunk?.items.indexOf(item) ?? 0;
    const taps = given ?? (chunk?.taps[place] as Taps);
    const key = isPoint(taps) ? 'point' : [chunk?.items[0], ...taps].join();
    const gathered = byKey.get(key) ?? { taps, chunk, items: [], places: [] };
    byKey.set(key, gathered);
    gathered.items.push(item);
    gathered.places.push(place);
  });
  return [...byKey.values()].flatMap((gathered) => groupsOf(gathered, known.length, image, layout));
}

/** Items of the field that are read alike. */
interface Gathered {
  readonly taps: Taps;
  readonly chunk: Measured | undefined;
  readonly items: number[];
  readonly places: number[];
}

/** The same items of the output: a field of one serves them all. */
function groupsOf(
  { taps, chunk, items, places }: Gathered,
  fieldBatch: number,
  image: Tensor4D,
  { itemsAtOnce }: Layout,
): MeasuredGroup[] {
  const all = Array.from({ length: image.shape[0] }, (_, item) => item);
  const read = fieldBatch === 1 ? all : items;
  if (isPoint(taps)) return [{ items: read, taps, way: 'base', prints: [] }];
  if (chunk === undefined) return [{ items: read, taps, way: 'maps', prints: [] }];
  const own = (x: Tensor4D): Tensor4D => takeItems(x, places);
  const prints = chunk.prints.map(([grid, across, down]): Prints => [
    own(grid),
    own(across),
    own(down),
  ]);
  return chunked(read, itemsAtOnce).map((some) => ({ items: some, taps, way: 'bands', prints }));
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
