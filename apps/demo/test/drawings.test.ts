import '@tensorflow/tfjs-backend-wasm';
import { readFile } from 'node:fs/promises';

import { ready, setBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readDrawing } from '../src/learning/read-images.js';
import { loadNet } from '../src/model/saved-net.js';
import { fitted, isDot, linesOf, rasterise, type Drawing } from '../src/rooms/draw/drawing.js';
import { verdictOf, type Verdict } from '../src/rooms/draw/verdict.js';
import drawings from './drawings.json' with { type: 'json' };

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Degrees. */
const angles = [-75, -50, -25, 0, 25, 50, 75];

/**
 * The page's own net on 240 digits in two hands, none of them from MNIST: lines `x,y x,y / x,y …` in
 * hundredths of the pad's half.
 */
describe('the page’s net', () => {
  let model: LayersModel;
  let unregister: () => void;
  beforeAll(async () => {
    await setBackend('wasm');
    await ready();
    unregister = await registerWasmKernels();
    const asset = (name: string): Promise<Buffer> =>
      readFile(new URL(`../src/assets/pretrained.${name}`, import.meta.url));
    const weights = new Uint8Array(await asset('bin'));
    ({ model } = await loadNet({ json: (await asset('json')).toString(), weights }));
  });
  afterAll(() => {
    model.dispose();
    unregister();
  });

  function read(drawing: Drawing, angle: number): Verdict & { readonly answer: number } {
    const { probabilities } = readDrawing(model, rasterise(fitted(drawing, angle)));
    const answer = probabilities.indexOf(Math.max(...probabilities));
    return { answer, ...verdictOf(probabilities) };
  }

  /** The share of drawings for which something is true. */
  function shareOf(
    digit: number,
    turns: readonly number[],
    holds: (reading: ReturnType<typeof read>) => boolean,
  ): number {
    const found = Object.values(drawings)
      .flatMap((hand) => hand[`${digit as 0}`])
      .flatMap((text) => turns.map((angle) => holds(read(linesOf(text), angle))));
    return found.filter(Boolean).length / found.length;
  }

  it('reads 92 % of drawn digits at up to 75°, and 85 % of each digit', () => {
    const shares = digits.map((digit) => shareOf(digit, angles, ({ answer }) => answer === digit));
    const mean = meanOf(shares);
    console.log(
      `drawings: ${percent(mean)} are read; of the digits 0 to 9 ${shares.map(percent).join(', ')}`,
    );
    expect(mean).toBeGreaterThanOrEqual(0.92);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.85);
  });

  it('is seldom sure of a wrong answer, and says when it is not', () => {
    const wrong = digits.map((digit) =>
      shareOf(digit, angles, ({ kind, answer }) => kind === 'sure' && answer !== digit),
    );
    const named = digits.map((digit) =>
      shareOf(digit, angles, (found) => found.digits.includes(digit)),
    );
    console.log(
      `sure and wrong: ${percent(meanOf(wrong))}; among the named: ${percent(meanOf(named))}`,
    );
    expect(meanOf(wrong)).toBeLessThan(0.03);
    expect(meanOf(named)).toBeGreaterThan(0.95);
  });

  it('reads digits that are no others upside down at any angle', () => {
    const shares = [0, 1, 2, 3, 4, 5, 7, 8].map((digit) =>
      shareOf(digit, [-165, -120, 110, 150, 180], ({ answer }) => answer === digit),
    );
    console.log(`at 105° to 180°: ${shares.map(percent).join(', ')}`);
    expect(meanOf(shares)).toBeGreaterThanOrEqual(0.85);
  });

  it('finds no digit in a scribble or a dot', () => {
    const scribbles = Array.from({ length: 40 }, (_, seed) => read(scribble(seed), 0).kind);
    expect(scribbles.filter((kind) => kind !== 'sure').length).toBeGreaterThanOrEqual(36);
    expect(scribbles.filter((kind) => kind === 'nothing').length).toBeGreaterThanOrEqual(28);
    expect(isDot([[{ x: 0.3, y: 0.2 }]])).toBe(true);
    expect(isDot(linesOf('0,-30 2,30'))).toBe(false);
  });
});

/** Back and forth over the pad: a Lissajous figure with an irrational ratio. */
function scribble(seed: number): Drawing {
  const [across, down] = [5 + 0.37 * seed, 6.1 + 0.53 * ((seed * 7) % 11)];
  return [
    Array.from({ length: 60 }, (_, step) => ({
      x: 0.7 * Math.sin((across * step) / 9 + seed),
      y: 0.7 * Math.sin((down * step) / 9),
    })),
  ];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
