/** The sizes of one case. */
export interface CaseShape {
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
export const shapeMenu: readonly CaseShape[] = [
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
