import type { Float32Dense } from '../oracle/dense-array.js';
import type { OraclePadding } from '../oracle/pad-coordinate.js';
import { randomArray, seededRandom } from './seeded-random.js';

/** The arguments of a warp by homographies, except the sampler. */
export interface HomographyCase {
  /** Unique; lists shapes, padding, alignCorners and the kind of matrix. */
  readonly name: string;
  /** `[batch, height, width, channels]` */
  readonly image: Float32Dense;
  /** `[batch, 3, 3]` */
  readonly matrix: Float32Dense;
  readonly outputSize: readonly [number, number];
  /** `[batch, outHeight, outWidth, channels]` */
  readonly outputGradient: Float32Dense;
  readonly padding: OraclePadding;
  /** 0 unless the padding is zeros. */
  readonly fillValue: number;
  readonly alignCorners: boolean;
  readonly kind: MatrixKind;
}

/** Affine has the last row 0 0 1. With `'horizon'` the horizon crosses the output. */
export type MatrixKind = 'affine' | 'projective' | 'horizon';

const kinds: readonly MatrixKind[] = ['affine', 'projective', 'horizon'];
const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];

/** `[batch, height, width, channels]` of the image, batch of the matrices, size of the output. */
const shapes: readonly (readonly [number[], number, readonly [number, number]])[] = [
  [[2, 9, 12, 1], 2, [11, 7]],
  [[2, 8, 10, 3], 2, [5, 13]],
  [[2, 7, 5, 4], 1, [6, 9]],
  [[1, 6, 8, 5], 3, [7, 4]],
  [[2, 5, 6, 2], 2, [4, 6]],
  // Many channels: kernels use narrow tiles.
  [[2, 6, 5, 8], 2, [5, 19]],
  [[1, 9, 11, 17], 1, [35, 20]],
  [[1, 12, 10, 32], 2, [7, 9]],
  // Several tiles in both directions, and a remainder.
  [[1, 20, 30, 3], 1, [19, 261]],
  [[1, 24, 18, 1], 1, [33, 260]],
];

/** Every shape with every padding, both alignCorners and the three kinds of matrix. */
export function homographyCases(): readonly HomographyCase[] {
  const cases: HomographyCase[] = [];
  for (const [image, matrixBatch, outputSize] of shapes) {
    for (const padding of paddings) {
      for (const alignCorners of [false, true]) {
        for (const kind of kinds) {
          const random = seededRandom(cases.length + 1000);
          const batch = Math.max(image[0] as number, matrixBatch);
          const corners = alignCorners ? 'align corners' : 'align edges';
          cases.push({
            name: `[${image.join(',')}] to [${outputSize.join(',')}], ${padding}, ${corners}, ${kind}`,
            image: randomArray(random, image, -1, 1),
            matrix: randomMatrices(random, matrixBatch, kind),
            outputSize,
            outputGradient: randomArray(random, [batch, ...outputSize, image[3] as number], -1, 1),
            padding,
            fillValue: padding === 'zeros' && cases.length % 2 === 0 ? 0.5 : 0,
            alignCorners,
            kind,
          });
        }
      }
    }
  }
  return cases;
}

function randomMatrices(random: () => number, batch: number, kind: MatrixKind): Float32Dense {
  const data = new Float32Array(batch * 9);
  const around = (centre: number, spread: number): number => centre + spread * (2 * random() - 1);
  const tilt = { affine: 0, projective: 0.3, horizon: 1.4 }[kind];
  for (let item = 0; item < batch; item++) {
    const angle = around(0, Math.PI);
    const scale = around(1, 0.4);
    data.set(
      [
        scale * Math.cos(angle),
        -scale * Math.sin(angle),
        around(0, 0.5),
        scale * Math.sin(angle),
        scale * Math.cos(angle),
        around(0, 0.5),
        tilt * around(0, 1),
        tilt * around(0, 1),
        1,
      ],
      item * 9,
    );
  }
  return { shape: [batch, 3, 3], data };
}
