import type { Float32Dense } from '../oracle/dense-array.js';
import type { OraclePadding } from '../oracle/pad-coordinate.js';
import { drawCoordinate, type CoordinateRange } from './draw-coordinate.js';
import { randomArray, seededRandom } from './seeded-random.js';

/** The arguments of `gridSample`, except the sampler. */
export interface SamplingCase {
  /** Unique; lists shape, padding, alignCorners and range. */
  readonly name: string;
  /** `[batch, height, width, channels]` */
  readonly image: Float32Dense;
  /** `[batch, outHeight, outWidth, 2]` */
  readonly grid: Float32Dense;
  /** `[batch, outHeight, outWidth, channels]` */
  readonly outputGradient: Float32Dense;
  readonly padding: OraclePadding;
  /** 0 unless the padding is zeros. */
  readonly fillValue: number | readonly number[];
  readonly alignCorners: boolean;
  readonly range: CoordinateRange;
}

/** The sizes of one case. */
interface CaseShape {
  readonly imageBatch: number;
  readonly gridBatch: number;
  /** `[height, width, channels]` */
  readonly image: readonly [number, number, number];
  /** `[height, width]` */
  readonly output: readonly [number, number];
}

/**
 * Channels and output widths equal to, multiples of, below and above a vector of four;
 * height and width differ; single-pixel axes; and a batch of one on either side.
 */
const shapeMenu: readonly CaseShape[] = [
  { imageBatch: 2, gridBatch: 2, image: [5, 7, 1], output: [3, 4] },
  { imageBatch: 2, gridBatch: 2, image: [6, 4, 2], output: [5, 3] },
  { imageBatch: 2, gridBatch: 2, image: [7, 9, 3], output: [4, 5] },
  { imageBatch: 3, gridBatch: 3, image: [4, 6, 4], output: [2, 8] },
  { imageBatch: 2, gridBatch: 2, image: [8, 5, 5], output: [3, 13] },
  { imageBatch: 2, gridBatch: 2, image: [5, 6, 8], output: [2, 16] },
  { imageBatch: 2, gridBatch: 2, image: [3, 4, 17], output: [3, 5] },
  { imageBatch: 2, gridBatch: 2, image: [4, 3, 33], output: [2, 4] },
  { imageBatch: 2, gridBatch: 2, image: [16, 13, 1], output: [5, 16] },
  { imageBatch: 2, gridBatch: 2, image: [9, 11, 3], output: [1, 13] },
  { imageBatch: 2, gridBatch: 2, image: [1, 1, 1], output: [2, 5] },
  { imageBatch: 2, gridBatch: 2, image: [1, 1, 3], output: [3, 4] },
  { imageBatch: 2, gridBatch: 2, image: [1, 6, 3], output: [3, 8] },
  { imageBatch: 2, gridBatch: 2, image: [6, 1, 4], output: [4, 1] },
  { imageBatch: 1, gridBatch: 3, image: [5, 4, 3], output: [2, 5] },
  { imageBatch: 3, gridBatch: 1, image: [4, 5, 3], output: [3, 4] },
  { imageBatch: 1, gridBatch: 1, image: [5, 8, 4], output: [1, 1] },
];

const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];
const extraRanges: readonly CoordinateRange[] = ['inside', 'far', 'not-finite'];

/**
 * The test cases of samplers, the same in every call: every shape with every padding, both
 * alignCorners and three ranges of coordinates. With zeros the fill value is 0, another number, or
 * one number per channel.
 *
 * Convention: compare float32 kernels with the oracle at `coordinates: 'float32'`, since the range
 * `'borders'` is on discontinuities.
 */
export function samplingCases(): readonly SamplingCase[] {
  const cases: SamplingCase[] = [];
  shapeMenu.forEach((shape, index) => {
    paddings.forEach((padding, paddingIndex) => {
      for (const alignCorners of [false, true]) {
        const extra = extraRanges[(index + paddingIndex) % extraRanges.length]!;
        for (const range of ['outside', 'borders', extra] as const) {
          cases.push(samplingCase(shape, padding, alignCorners, range, cases.length));
        }
      }
    });
  });
  return cases;
}

function samplingCase(
  shape: CaseShape,
  padding: OraclePadding,
  alignCorners: boolean,
  range: CoordinateRange,
  index: number,
): SamplingCase {
  const random = seededRandom(index + 1);
  const [, , channels] = shape.image;
  const image = randomArray(random, [shape.imageBatch, ...shape.image], -1, 1);
  const grid = randomGrid(random, shape, alignCorners, range);
  const batch = Math.max(shape.imageBatch, shape.gridBatch);
  const outputGradient = randomArray(random, [batch, ...shape.output, channels], -1, 1);
  const fillValue = padding === 'zeros' ? fillOf(random, channels) : 0;
  const fillName = Array.isArray(fillValue) ? 'per channel' : String(fillValue);
  const corners = alignCorners ? 'align corners' : 'align edges';
  const from = `[${image.shape.join(',')}]`;
  const to = `[${shape.gridBatch},${shape.output.join(',')}]`;
  return {
    name: `${from} at ${to}, ${padding}, ${corners}, ${range}, fill ${fillName}`,
    image,
    grid,
    outputGradient,
    padding,
    fillValue,
    alignCorners,
    range,
  };
}

function fillOf(random: () => number, channels: number): number | readonly number[] {
  const kind = Math.floor(random() * 3);
  if (kind < 2) return kind * 0.75;
  return Array.from({ length: channels }, (_, channel) => channel / 4 - 0.5);
}

function randomGrid(
  random: () => number,
  { gridBatch, image: [height, width], output }: CaseShape,
  alignCorners: boolean,
  range: CoordinateRange,
): Float32Dense {
  const shape = [gridBatch, ...output, 2];
  const data = Float32Array.from({ length: gridBatch * output[0] * output[1] * 2 }, (_, index) =>
    drawCoordinate(random, range, index % 2 === 0 ? width : height, alignCorners),
  );
  return { shape, data };
}
