import { backend_util } from '@tensorflow/tfjs-core';

type Pair = [number, number];
type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4];

/** A convolution: shapes and what else the forward op takes. */
export interface ConvCase {
  /** `[batch, height, width, channels]` */
  readonly input: [number, number, number, number];
  /** `[height, width, inChannels, outChannels or multiplier]` */
  readonly filter: [number, number, number, number];
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: Pad;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** `[batch, outHeight, outWidth, outChannels]` */
export function outputShape(
  { input, filter, strides, dilations, pad, dimRoundingMode }: ConvCase,
  depthwise: boolean,
): number[] {
  return backend_util.computeConv2DInfo(
    input,
    filter,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  ).outShape;
}

/** One line per case. */
export function describeCase({
  input,
  filter,
  strides,
  dilations,
  pad,
  dimRoundingMode,
}: ConvCase): string {
  const parts = [input.join('×'), filter.join('×'), `s${strides.join()}`, `d${dilations.join()}`];
  return [...parts, JSON.stringify(pad), dimRoundingMode ?? 'trunc'].join(' ');
}

const one: Pair = [1, 1];
const uneven: Pad = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];
const wide: Pad = [
  [0, 0],
  [4, 3],
  [5, 2],
  [0, 0],
];

/** Strides, windows and paddings; channels follow in {@link withChannels}. */
const windows: readonly Omit<ConvCase, 'input' | 'filter'>[] = [
  { strides: one, dilations: one, pad: 'valid' },
  { strides: one, dilations: one, pad: 'same' },
  { strides: one, dilations: one, pad: uneven },
  { strides: one, dilations: one, pad: wide },
  { strides: one, dilations: one, pad: 1 },
  { strides: [2, 2], dilations: one, pad: 'valid' },
  { strides: [2, 2], dilations: one, pad: 'same' },
  { strides: [2, 2], dilations: one, pad: uneven },
  { strides: [3, 3], dilations: one, pad: 'valid' },
  { strides: [3, 3], dilations: one, pad: 'same' },
  { strides: [2, 1], dilations: one, pad: 'valid' },
  { strides: [1, 3], dilations: one, pad: 'same' },
  { strides: [2, 2], dilations: one, pad: 1, dimRoundingMode: 'floor' },
  { strides: [2, 2], dilations: one, pad: 1, dimRoundingMode: 'ceil' },
  { strides: [3, 2], dilations: one, pad: 0, dimRoundingMode: 'round' },
  { strides: one, dilations: [2, 2], pad: 'valid' },
  { strides: one, dilations: [2, 2], pad: 'same' },
  { strides: one, dilations: [3, 1], pad: uneven },
  { strides: one, dilations: [1, 3], pad: 'same' },
  { strides: one, dilations: [3, 3], pad: 2 },
];

const filterSizes: readonly Pair[] = [
  [1, 1],
  [3, 3],
  [2, 3],
  [1, 4],
  [5, 2],
  [3, 5],
];

const channelPairs: readonly Pair[] = [
  [1, 1],
  [1, 8],
  [2, 3],
  [3, 17],
  [4, 4],
  [5, 9],
  [8, 2],
  [17, 5],
  [1, 12],
  [3, 1],
];

/**
 * Every window with some filter sizes and channels, which take turns so that all of them meet;
 * batch 3, and an image higher than wide or the reverse.
 */
export function convCases(channels: readonly Pair[] = channelPairs): ConvCase[] {
  const cases: ConvCase[] = [];
  windows.forEach((window, index) => {
    for (let turn = 0; turn < 3; turn++) {
      const [height = 1, width = 1] = filterSizes[(index + turn * 2) % filterSizes.length] ?? [];
      const [inChannels = 1, out = 1] = channels[(index * 3 + turn) % channels.length] ?? [];
      const least = [(height - 1) * window.dilations[0] + 1, (width - 1) * window.dilations[1] + 1];
      const size = [(least[0] ?? 0) + 5 + (turn % 2), (least[1] ?? 0) + 6 - (index % 3)];
      cases.push({
        ...window,
        input: [3, size[0] ?? 1, size[1] ?? 1, inChannels],
        filter: [height, width, inChannels, out],
      });
    }
  });
  return cases;
}

/** Shapes a table of turns does not reach. */
export const specialConvCases: readonly ConvCase[] = [
  // Larger than a block of pixels, so that blocks of rows and of images have a last, shorter one.
  { input: [2, 67, 40, 5], filter: [2, 1, 5, 8], strides: one, dilations: one, pad: 'valid' },
  { input: [7, 23, 9, 8], filter: [1, 2, 8, 8], strides: one, dilations: one, pad: 'same' },
  { input: [2, 9, 8, 1], filter: [7, 7, 1, 6], strides: one, dilations: one, pad: 'valid' },
  { input: [2, 7, 8, 2], filter: [7, 6, 2, 9], strides: one, dilations: one, pad: 'same' },
  // A single pixel, a single image, a filter as large as the image, a stride beyond it.
  { input: [1, 1, 1, 3], filter: [1, 1, 3, 4], strides: one, dilations: one, pad: 'valid' },
  { input: [1, 5, 6, 4], filter: [5, 6, 4, 4], strides: one, dilations: one, pad: 'valid' },
  { input: [2, 5, 4, 2], filter: [2, 2, 2, 5], strides: [5, 6], dilations: one, pad: 'valid' },
  { input: [2, 1, 9, 3], filter: [3, 3, 3, 3], strides: one, dilations: one, pad: 'same' },
  // No image at all.
  { input: [0, 5, 4, 2], filter: [2, 2, 2, 5], strides: one, dilations: one, pad: 'same' },
];
