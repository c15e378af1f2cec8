import '@tensorflow/tfjs-backend-cpu';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ones, setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { PixelData } from '@tfjs-stn/core/images';
import { expectClose } from '@tfjs-stn/testing';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import { documents } from '../../scripts/assemble.mjs';
import { root } from '../../scripts/repository.mjs';
import { readPicture } from '../node-host.js';
import { coarseToFine } from './coarse-to-fine.js';
import { flattenPhoto } from './flatten-photo.js';
import { ownPart } from './own-part.js';

beforeAll(() => setBackend('cpu'));

describe('the guides', () => {
  it('show the files of this folder as they are', () => {
    const text = documents().map((document) => readFileSync(join(root, document), 'utf8'));
    const blocks = [...text.join('\n').matchAll(/<!-- (apps\/docs\/\S+) -->\n\n```ts\n(.*?)```/gs)];
    const names = blocks.map(([, path = '']) => path.replace(/.*\//, ''));
    expect(names.toSorted()).toEqual([
      'coarse-to-fine.ts',
      'every-core.ts',
      'flatten-photo.ts',
      'own-part.ts',
    ]);
    for (const [, path = '', shown] of blocks) {
      expect(shown, path).toBe(readFileSync(join(root, path), 'utf8'));
    }
  });

  it('flatten a photo whose corners are in pixels', async () => {
    const photo = await readPicture(join(root, 'docs', 'pictures', 'page.png'));
    const corners = [
      [0, 0],
      [255, 0],
      [255, 255],
      [0, 255],
    ] as const;
    // From the centre of the first pixel to that of the last: output pixel i reads (i + 1/2) 255/256.
    const page = await flattenPhoto(photo, corners, [256, 256]);
    const middle = 4 * (128 * 256 + 128);
    const pixelOf = ({ data }: PixelData): number[] => Array.from(data.slice(middle, middle + 4));
    expectClose(tensor(pixelOf(page)), tensor(pixelOf(photo)), { rtol: 0, atol: 1 });
  });

  it('build a net that leaves images as they are before it is trained', () => {
    const net = coarseToFine();
    tidy(() => {
      const output = net.predict(ones([2, 64, 64, 1])) as Tensor;
      expectClose(output, ones([2, 32, 32, 1]), { rtol: 0, atol: 1e-5 });
    });
    net.dispose();
  });

  it('share work without gaps or overlaps', () => {
    const files = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const parts = [0, 1, 2].map((index) => ownPart(files, index, 3));
    expect(parts).toEqual([
      ['a', 'd', 'g'],
      ['b', 'e'],
      ['c', 'f'],
    ]);
    expect(() => ownPart(files, 3, 3)).toThrow('index must be a whole number from 0 to 2, got 3');
    expect(() => ownPart(files, Number.NaN, 3)).toThrow('got NaN');
  });

  it('run on every core', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import('./every-core.js');
    expect(log.mock.calls).toEqual([['8,512,512,3']]);
    log.mockRestore();
  });
});
