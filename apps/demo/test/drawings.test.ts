import '@tensorflow/tfjs-backend-wasm';
import { readFile } from 'node:fs/promises';

import { ready, setBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readDrawing } from '../src/learning/read-images.js';
import { loadNet } from '../src/model/saved-net.js';
import { areDots, fitted, linesOf, rasterise, type Drawing } from '../src/rooms/draw/drawing.js';
import { verdictOf, type Verdict } from '../src/rooms/draw/verdict.js';
import drawings from './drawings.json' with { type: 'json' };
import notDigits from './not-digits.json' with { type: 'json' };

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const hands = ['round', 'angular'] as const;
/** Degrees. */
const angles = [-75, -50, -25, 0, 25, 50, 75];

/**
 * The page's own net on 240 digits in two hands, none of them from MNIST, and on 40 drawings that are no
 * digits: lines `x,y x,y / x,y …` in hundredths of the pad's half.
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
    by: readonly (keyof typeof drawings)[] = hands,
  ): number {
    const found = by
      .flatMap((hand) => drawings[hand][`${digit as 0}`])
      .flatMap((text) => turns.map((angle) => holds(read(linesOf(text), angle))));
    return found.filter(Boolean).length / found.length;
  }

  it.each(hands)('reads 92 % of digits in %s hand at up to 75°, and 85 % of each digit', (hand) => {
    const shares = digits.map((digit) =>
      shareOf(digit, angles, ({ answer }) => answer === digit, [hand]),
    );
    const mean = meanOf(shares);
    console.log(
      `${hand} hand: ${percent(mean)} are read; of the digits 0 to 9 ${shares.map(percent).join(', ')}`,
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

  it('finds no digit in scribbles, dots, letters and signs', () => {
    const kinds = Object.values(notDigits)
      .flat()
      .map(linesOf)
      .flatMap((drawing) =>
        [-60, 0, 60].map((angle) => (areDots(drawing) ? 'nothing' : read(drawing, angle).kind)),
      );
    const shareOfKind = (wanted: Verdict['kind']): number =>
      kinds.filter((kind) => kind === wanted).length / kinds.length;
    console.log(
      `not digits: ${percent(shareOfKind('sure'))} taken for one, ${percent(shareOfKind('nothing'))} nothing`,
    );
    expect(kinds).toHaveLength(3 * 40);
    expect(shareOfKind('sure')).toBeLessThanOrEqual(4 / 40);
    expect(shareOfKind('nothing')).toBeGreaterThanOrEqual(30 / 40);
  });

  it('tells dots from lines', () => {
    expect(areDots([[{ x: 0.3, y: 0.2 }]])).toBe(true);
    expect(areDots(linesOf('0,0 2,1 / 60,40'))).toBe(true);
    expect(areDots(linesOf('0,-30 2,30'))).toBe(false);
  });
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
