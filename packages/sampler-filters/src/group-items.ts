import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { OutputSize, SamplingField, WarpOptions } from '@tfjs-stn/core';
import { hasKernel } from '@tfjs-stn/core/~internal';
import { StnHomographyWarp } from '@tfjs-stn/core/kernels';

import { affineTapCounts } from './affine-footprints.js';
import { takeItems } from './items.js';
import { chunked, type Layout } from './layout.js';
import { measure, type Measured, type Prints } from './sample-bands.js';
import type { Taps } from './taps.js';

/** How footprints are read. */
export interface Reading {
  readonly options: WarpOptions;
  readonly maxTaps: number;
  readonly layout: Layout;
}

/** Items of the output that are read alike. */
export interface Group {
  readonly items: readonly number[];
  readonly taps: Taps;
  /** By the base at the points alone, along maps to every point, or along grids in bands. */
  readonly way: 'base' | 'maps' | 'bands';
}

/** A group with what has been measured already. */
export interface MeasuredGroup extends Group {
  /** Of its items, a band each; empty unless they are read in bands. */
  readonly prints: readonly Prints[];
}

/** How many points the items of a field take, where its matrices say so. */
export function knownTaps(
  image: Tensor4D,
  field: SamplingField,
  maxTaps: number,
): readonly (Taps | undefined)[] {
  if (field.kind === 'homography') return affineTapCounts(field, sizeOf(image), maxTaps);
  const { shape } = field.kind === 'grid' ? field.grid : field.coefficients;
  return Array.from({ length: shape[0] }, () => undefined);
}

const point: Taps = [1, 1];

/** Whether an item is read at its points alone. */
export function isPoint([columns, rows]: Taps): boolean {
  return columns === 1 && rows === 1;
}

function sizeOf(image: Tensor4D): OutputSize {
  return [image.shape[1], image.shape[2]];
}

/** Puts items together that are read alike, and keeps the footprints that are measured for that. */
export function groupItems(
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
    const taps = given ?? chunk?.taps[place] ?? point;
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
