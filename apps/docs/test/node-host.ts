import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { unpackDigits } from '@tfjs-stn-apps/digit-training/digits';
import type { PixelData } from '@tfjs-stn/core/images';
import { decode } from 'fast-png';

import { root } from '../scripts/repository.mjs';
import type { ExampleHost, Panel } from '../src/example-host.js';
import { loadPackage } from '../src/packages.js';

/** An example that ran in Node.js with the values that its sliders and handles begin with. */
export interface NodeHost extends ExampleHost {
  /** What was shown last. */
  readonly panels: () => readonly Panel[];
  readonly lines: readonly string[];
}

/** @param values of sliders that differ from the first ones */
export function nodeHost(values: Readonly<Record<string, number>> = {}): NodeHost {
  let shown: readonly Panel[] = [];
  const lines: string[] = [];
  return {
    start: () => Promise.resolve(),
    load: loadPackage,
    picture: (name) => readPicture(join(root, 'docs', 'pictures', `${name}.png`)),
    digits: async (set) => {
      const file = join(root, 'apps', 'demo', 'src', 'assets', `digits-${set}.bin`);
      return unpackDigits(gunzipSync(await readFile(file)));
    },
    show: (panels) => {
      shown = panels;
    },
    log: (line) => void lines.push(line),
    slider: (name, _min, _max, value) => values[name] ?? value,
    choice: (_name, [first = '']) => first,
    handles: (points) => points,
    signal: new AbortController().signal,
    panels: () => shown,
    lines,
  };
}

/** Reads a PNG of 1, 3 or 4 channels as bytes of 4. */
export async function readPicture(file: string): Promise<PixelData> {
  const { width, height, channels, data } = decode(await readFile(file));
  const pixels = new Uint8Array(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < Math.max(channels, 3); channel++) {
      const from = channels * pixel + (channels === 1 ? 0 : channel);
      pixels[4 * pixel + channel] = data[from] ?? 0;
    }
  }
  return { data: pixels, width, height };
}
