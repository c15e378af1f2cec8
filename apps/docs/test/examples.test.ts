import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { memory, setBackend } from '@tensorflow/tfjs-core';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import type { PixelData } from '@tfjs-stn/core/images';
import { encode } from 'fast-png';
import * as stn from 'tfjs-stn';
import { beforeAll, describe, expect, it } from 'vitest';

import { documents } from '../scripts/assemble.mjs';
import { examplesOf } from '../scripts/examples.mjs';
import { root } from '../scripts/repository.mjs';
import type { Panel } from '../src/example-host.js';
import { runExample } from '../src/run-example.js';
import { nodeHost, readPicture } from './node-host.js';

const folder = join(root, 'docs', 'pictures', 'examples');
const pictureOf = (name: string): string => join(folder, `${name}.png`);

/**
 * `TFJS_STN_RECORD=1` writes the pictures, with the reference in tfjs's ops on the backend cpu: another
 * implementation than the kernels that the tests run.
 */
const isRecording = process.env['TFJS_STN_RECORD'] === '1';

const examples = documents().flatMap((document) =>
  examplesOf(readFileSync(join(root, document), 'utf8')).map((each) => ({ ...each, document })),
);

/** Too long for the reference, and too long to give the same bits on other processors. */
const trained = 'train-digits';

beforeAll(async () => {
  await setBackend('wasm');
  await registerWasmKernels();
  await registerWasmTrainingKernels();
});

describe('the examples of the documents', () => {
  it('have a name each', () => {
    const names = examples.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(25);
    const text = documents().map((document) => readFileSync(join(root, document), 'utf8'));
    expect(text.join('\n').match(/^:::stn/gm)).toHaveLength(names.length);
  });

  it('show every transform, sampler and padding', () => {
    const code = examples.map((each) => each.code).join('\n');
    const factories = Object.entries(stn).filter(([, value]) => 'factoryName' in value);
    const shown = factories
      .map(([name]) => name)
      // Localisation nets are in the examples that train.
      .filter((name) => !['cnn', 'convBn', 'fcn'].includes(name));
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((name) => !code.includes(`${name}(`))).toEqual([]);
    const paddings = ['zeros', 'border', 'reflection', 'wrap'];
    expect(paddings.filter((padding) => !code.includes(`padding: '${padding}'`))).toEqual([]);
  });

  it(`${trained} reads more and more digits`, async () => {
    const { code = '' } = examples.find(({ name }) => name === trained) ?? {};
    const host = nodeHost({ steps: isRecording ? 1000 : 60 });
    await runExample(code, host);
    const read = host.lines.map((line) => Number(/(\d+) % of 200/.exec(line)?.[1]));
    expect(read.length).toBeGreaterThanOrEqual(3);
    // 10 % by chance.
    expect(read.at(-1)).toBeGreaterThan(30);
    if (isRecording) await record(pictureOf(trained), sideBySide(host.panels()));
  });

  it.each(examples.filter(({ name }) => name !== trained))(
    '$name in $document shows its picture and leaves no tensor',
    async ({ name, code }) => {
      if (isRecording) await setBackend('cpu');
      const before = memory().numTensors;
      const host = nodeHost();
      await runExample(code, host);
      expect(memory().numTensors).toBe(before);
      const shown = sideBySide(host.panels());
      if (isRecording) await record(pictureOf(name), shown);
      expectAlike(shown, await readPicture(pictureOf(name)));
    },
  );
});

/** All panels in one picture, with 8 pixels between them. */
function sideBySide(panels: readonly Panel[]): PixelData {
  const gap = 8;
  const width = panels.reduce((sum, { pixels }) => sum + pixels.width + gap, -gap);
  const height = Math.max(...panels.map(({ pixels }) => pixels.height));
  const data = new Uint8Array(4 * width * height);
  let left = 0;
  for (const { pixels } of panels) {
    for (let row = 0; row < pixels.height; row++) {
      const line = pixels.data.subarray(4 * row * pixels.width, 4 * (row + 1) * pixels.width);
      data.set(line, 4 * (row * width + left));
    }
    left += pixels.width + gap;
  }
  return { data, width, height };
}

async function record(file: string, { data, width, height }: PixelData): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(file, encode({ width, height, data, channels: 4 }));
}

/** Equal up to 2 of 255. */
function expectAlike(shown: PixelData, expected: PixelData): void {
  expect([shown.width, shown.height]).toEqual([expected.width, expected.height]);
  let furthest = 0;
  expected.data.forEach((value, index) => {
    furthest = Math.max(furthest, Math.abs(value - (shown.data[index] ?? 0)));
  });
  expect(furthest).toBeLessThanOrEqual(2);
}
