import { join } from 'node:path';

import { tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  randomSource,
  streams,
  TEST_SEED,
  Trainee,
  transformerOf,
} from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';
import { encode } from 'fast-png';

import { readCheckpointFile } from '../../files/checkpoint-file.js';
import { cellId, type Cell } from '../cell.js';
import { buildPaperNet } from '../training/build-paper-net.js';
import { distortDigits, type DigitDistortion } from '../training/distort-digits.js';
import { CELL_FORMAT, TRAINED, type CellState } from '../training/train-cell.js';

/** Height and width of one picture of a digit, in pixels; the largest distorted image fits. */
const TILE = 64;

/** One row of pictures, `[count, size, size]`, 0 to 1. */
interface Row {
  readonly size: number;
  readonly values: Float32Array;
}

/**
 * A PNG with a column for every class: the first test digit, distorted, and below it what the
 * transformers of the trained cells make of it, in their order.
 *
 * @param cells of one column of the table, with one transformer each
 * @param out the folder of the cells' folders
 * @param print tells of a cell that is left out
 * @returns undefined if none of the cells is trained there
 */
export async function rectifiedDigits(
  distortion: DigitDistortion,
  cells: readonly Cell[],
  out: string,
  test: Digits,
  print: (line: string) => void,
): Promise<Uint8Array | undefined> {
  const firstOfClass = Array.from({ length: 10 }, (_, digit) => test.labels.indexOf(digit));
  const chosen = pickDigits(
    test,
    firstOfClass.filter((index) => index >= 0),
  );
  const images = distortDigits(distortion, chosen, randomSource(TEST_SEED, streams.showcase));
  try {
    const rows: Row[] = [];
    for (const cell of cells) rows.push(...(await rectifiedBy(cell, out, images, print)));
    return rows.length > 0 ? mosaic([rowOf(images), ...rows], chosen.count) : undefined;
  } finally {
    images.dispose();
  }
}

/** What a trained cell's transformer makes of images; nothing if the cell is not trained. */
async function rectifiedBy(
  cell: Cell,
  out: string,
  images: Tensor4D,
  print: (line: string) => void,
): Promise<Row[]> {
  const path = join(out, cellId(cell), TRAINED);
  const found = await readCheckpointFile<CellState>(path, CELL_FORMAT);
  if (found === undefined) return [];
  if (found === 'foreign') {
    print(`Not drawn: the checkpoint ${path} is from another version`);
    return [];
  }
  const model = buildPaperNet(cell);
  try {
    const trainee = new Trainee(model, found.weights);
    const transformer = transformerOf(trainee.model);
    if (!transformer) return [];
    const rectified = tidy(() => transformer.call(images) as Tensor4D);
    const row = rowOf(rectified);
    rectified.dispose();
    return [row];
  } finally {
    model.dispose();
  }
}

function rowOf(images: Tensor4D): Row {
  return { size: images.shape[1], values: images.dataSync<'float32'>().slice() };
}

/** Pictures in rows and columns, each enlarged by a whole number and centred in its tile. */
function mosaic(rows: readonly Row[], columns: number): Uint8Array {
  const [width, height] = [columns * TILE, rows.length * TILE];
  const data = new Uint8Array(width * height).fill(64);
  rows.forEach(({ size, values }, row) => {
    const zoom = Math.max(1, Math.floor(TILE / size));
    const side = zoom * size;
    const margin = Math.floor((TILE - side) / 2);
    for (let at = 0; at < columns * side * side; at++) {
      const [column, y, x] = [
        Math.floor(at / side / side),
        Math.floor(at / side) % side,
        at % side,
      ];
      const pixel = (column * size + Math.floor(y / zoom)) * size + Math.floor(x / zoom);
      const place = (row * TILE + margin + y) * width + column * TILE + margin + x;
      data[place] = Math.round(255 * Math.min(1, values[pixel] as number));
    }
  });
  return encode({ width, height, data, channels: 1, depth: 8 });
}
