import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { ready, tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';
import { decode } from 'fast-png';

/** A picture as numbers from 0 to 255. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

/** A PNG's picture, with as many channels as asked for. */
export function imageOf(png: Uint8Array, channels: 3 | 4): PixelImage {
  const { width, height, channels: given, data } = decode(png);
  const values = new Uint8Array(width * height * channels).fill(255);
  for (let index = 0; index < width * height; index++) {
    for (let channel = 0; channel < Math.min(given, channels); channel++) {
      values[channels * index + channel] = Number(data[given * index + channel]);
    }
  }
  return { width, height, channels, data: values };
}

let count = 0;

/** Runs code of the page in Node, as somebody who has copied it. */
export async function runCode(code: string, image: PixelImage): Promise<Float32Array> {
  const folder = fileURLToPath(new URL('../../out/copied', import.meta.url));
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${++count}.mjs`);
  await writeFile(file, code);
  try {
    const { warpImage } = (await import(pathToFileURL(file).href)) as {
      warpImage(image: Tensor3D): Tensor3D;
    };
    await ready();
    const { width, height, channels, data } = image;
    const input = tensor3d(Float32Array.from(data), [height, width, channels]);
    return await warpImage(input).data<'float32'>();
  } finally {
    await rm(file);
  }
}
