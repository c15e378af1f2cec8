import type { OraclePadding } from '../oracle/pad-coordinate.js';
import { drawCoordinate } from './coordinate-source.js';
import { randomArray } from './random-array.js';
import type { Float32Dense } from './random-array.js';
import type { CoordinateRange, SamplingCase } from './sampling-case.js';
import { seededRandom } from './seeded-random.js';
import { shapeMenu } from './shape-menu.js';
import type { CaseShape } from './shape-menu.js';

const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];
const extraRanges: readonly CoordinateRange[] = ['inside', 'far', 'not-finite'];

/**
 * The table of cases a sampler is tried on, the same at every call: every shape of the menu
 * with every padding, both alignCorners and three of the coordinate ranges. Zeros come with a
 * fill value of 0, another number, or one per channel in turn.
 *
 * Convention: compare float32 kernels with the oracle at `coordinates: 'float32'`; the range
 * `'borders'` lies on its discontinuities.
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
