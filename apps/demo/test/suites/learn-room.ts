import { readFile } from 'node:fs/promises';

import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Download, Page } from 'playwright-core';
import { afterAll, assert, beforeAll, describe, expect, it } from 'vitest';

import type { PageTools } from '../browser.js';
import { expectSaid, figure, hasNet, numberIn, redsOf } from './page-parts.js';
import { hide } from './warp-room.js';

/** In percent, of the page's own net on 1,000 test digits. */
const MINIMUM_ACCURACY = 95;
/** Mean angle after the transformer, in degrees. */
const LARGEST_ANGLE = 16;

const RECTIFIED = '.digit > canvas';

/** The Learn room. The tests share a page and run in this order. */
export function testLearnRoom({ open }: PageTools): void {
  describe('the Learn room', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open('learn');
      await hasNet(page);
    });
    afterAll(() => page.context().close());

    it('starts with a net that reads and rectifies real test digits', async () => {
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await figure(page, 'test').getByText('rotated by').waitFor();
      const [accuracy, count] = numbers(await figure(page, 'test-accuracy').textContent());
      const [turned, left] = numbers(await figure(page, 'test').textContent());
      console.log(`the page's own net: ${accuracy} % of ${count} digits, ${turned}° to ${left}°`);
      expect(count).toBe(1000);
      expect(accuracy).toBeGreaterThanOrEqual(MINIMUM_ACCURACY);
      expect(turned).toBeGreaterThan(40);
      expect(left).toBeLessThanOrEqual(LARGEST_ANGLE);
    });

    it('trains with the chosen settings and updates the digits', async () => {
      const own = await looks(page);
      await page.getByLabel('Distortion').selectOption('moved');
      await start(page, 'similarity');
      await stepsReach(page, 1);
      const untrained = await looks(page);
      expect(untrained.inputs).not.toEqual(own.inputs);
      await stepsReach(page, 40);
      // All ten digits and their outlines change during a training.
      const trained = await looks(page);
      expect(trained.inputs).toEqual(untrained.inputs);
      for (let digit = 0; digit < 10; digit++) {
        expect(trained.rectified[digit]).not.toEqual(untrained.rectified[digit]);
        expect(trained.outlines[digit]).not.toBe(untrained.outlines[digit]);
      }
    });

    it('can pause and resume a training, and pauses it while the tab is hidden', async () => {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.waitForTimeout(300);
      const held = await numberIn(figure(page, 'step'));
      await page.waitForTimeout(300);
      expect(await numberIn(figure(page, 'step'))).toBe(held);
      await page.getByRole('button', { name: 'Resume' }).click();
      await stepsReach(page, held + 2);
      await hide(page, true);
      await page.getByText('Paused while the tab is hidden').waitFor();
      await hide(page, false);
      await expectSaid(page, 'paused while the tab was hidden', 'status');
      await stepsReach(page, held + 4);
    });

    it('asks before the page is closed during a training', async () => {
      const asked = page.waitForEvent('dialog');
      await page.evaluate(() => void setTimeout(() => window.location.reload(), 0));
      const dialog = await asked;
      expect(dialog.type()).toBe('beforeunload');
      await dialog.dismiss();
      const step = await numberIn(figure(page, 'step'));
      await stepsReach(page, step + 1);
    });

    it('trains to the end, with charts of training and test scores', async () => {
      await page.getByText('Ready', { exact: true }).waitFor({ timeout: 60_000 });
      expect(await figure(page, 'step').textContent()).toBe('step 150 of 150');
      expect(await figure(page, 'net').textContent()).toBe(
        'Similarity transformer, trained on 9,600 digits, shifted',
      );
      const loss = await course(page, 'Training loss, with a transformer over 150 steps');
      expect(loss.at(-1)).toBeLessThan(0.8 * Number(loss[0]));
      const plainLoss = await course(page, 'Training loss, the same net without over 150 steps');
      expect(plainLoss.at(-1)).toBeLessThan(Number(plainLoss[0]) - 0.2);
      expect(plainLoss).not.toEqual(loss);
      const heldOut = await course(page, 'Accuracy on unseen digits, with a transformer over');
      expect(heldOut.at(-1)).toBeGreaterThan(20);
      const plain = await course(page, 'Accuracy on unseen digits, the same net without over');
      expect(plain.at(-1)).toBeGreaterThan(20);
      // Axes have numbers.
      const numbers = await page
        .locator('.chart')
        .first()
        .locator('.x-axis span')
        .allTextContents();
      expect(numbers).toEqual(['0', '38', '75', '113', '150']);
      expect(await page.locator('.chart').first().locator('.y-axis').textContent()).toBe(
        '0 %25 %50 %75 %100 %',
      );
      // The last point of the curve is from a fifth of the test digits.
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await figure(page, 'test').getByText('shifted by up to 7 of 42 pixels').waitFor();
      const accuracy = await numberIn(figure(page, 'test-accuracy'));
      expect(Math.abs(accuracy - Number(heldOut.at(-1)))).toBeLessThan(12);
    });

    it('recovers after a crash of its worker', async () => {
      const before = await redsOf(page, RECTIFIED);
      await kill(page);
      await expectSaid(page, 'was restarted. The net from step 150 is restored.');
      expect(await redsOf(page, RECTIFIED)).toEqual(before);
      expect(await figure(page, 'step').textContent()).toBe('step 150 of 150');
    });

    it('saves a net in the browser and to a file, and loads the same bits', async () => {
      const trained = await redsOf(page, RECTIFIED);
      // It asks before it replaces a net that is not saved.
      await page.getByRole('button', { name: 'Load the page’s net' }).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      expect(await redsOf(page, RECTIFIED)).toEqual(trained);

      await page.getByRole('button', { name: 'Load from browser' }).click();
      await page.getByRole('button', { name: 'Replace it' }).click();
      await expectSaid(page, 'No net is saved in this browser yet.');
      await page.getByRole('button', { name: 'Save in browser' }).click();
      await expectSaid(page, 'The net is saved', 'status');
      const file = await saved(page);
      await page.getByRole('button', { name: 'Load the page’s net' }).click();
      await expect.poll(() => figure(page, 'net').textContent()).toContain('712,000');
      const own = await saved(page);
      expect(own).not.toEqual(file);

      await page.reload();
      await hasNet(page);
      await page.getByRole('button', { name: 'Load from browser' }).click();
      await expectSaid(page, 'The net is restored', 'status');
      expect(await redsOf(page, RECTIFIED)).toEqual(trained);
      expect(await saved(page)).toEqual(file);

      const input = page.getByLabel('A net from its two files');
      await input.setInputFiles(filesOf(own));
      await expectSaid(page, 'The net is loaded', 'status');
      await input.setInputFiles(filesOf(file));
      await expect.poll(() => figure(page, 'net').textContent()).toContain('9,600');
      expect(await redsOf(page, RECTIFIED)).toEqual(trained);
      await input.setInputFiles(filesOf({ ...file, weights: file.weights.subarray(0, 500) }));
      await expectSaid(page, 'That is not a net saved by this page, or it is damaged.');
      await input.setInputFiles(filesOf(file).slice(0, 1));
      await expectSaid(page, 'A net is two files, .json and .bin. Choose both at once.');
      expect(await saved(page)).toEqual(file);
    });

    it('saves the net for ONNX Runtime', async () => {
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as ONNX' }).click();
      const session = await InferenceSession.create(await readFile(await (await saving).path()));
      await expectSaid(page, 'ONNX Runtime can run this file', 'status');
      const images = new Tensor('float32', new Float32Array(2 * 42 * 42), [2, 42, 42, 1]);
      const outputs = await session.run({ [session.inputNames[0] ?? '']: images });
      expect(outputs[session.outputNames[0] ?? '']?.dims).toEqual([2, 10]);
    });

    it('trains a net further, and new nets with every transform', async () => {
      await page.getByRole('button', { name: 'Dismiss this message' }).click();
      const learned = await redsOf(page, RECTIFIED);
      await page.getByRole('button', { name: 'Train this net further' }).click();
      await stepsReach(page, 2);
      await stop(page);
      const net = (await figure(page, 'net').textContent()) ?? '';
      expect(net).toContain('Similarity transformer');
      expect(numbers(net)[0]).toBeGreaterThanOrEqual(9600 + 2 * 64);
      expect(await redsOf(page, RECTIFIED)).not.toEqual(learned);
      for (const transform of ['projective', 'tps', 'affine']) {
        await start(page, transform);
        await stepsReach(page, 2);
        await stop(page);
      }
      expect(await page.locator('.notices [role="alert"]').textContent()).toBe('');
    });
  });
}

/** Throws an uncaught error in the page's worker. */
export async function kill(page: Page): Promise<void> {
  const [worker] = page.workers();
  assert(worker, 'there is no worker to kill');
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('killed by a test');
    }, 0);
  });
}

/** Starts a training of 150 steps with a new net. */
export async function start(page: Page, transform = 'affine'): Promise<void> {
  await page.getByLabel('Steps', { exact: true }).selectOption('150');
  await page.getByLabel('Transform', { exact: true }).selectOption(transform);
  await page.getByRole('button', { name: 'Start training' }).click();
  const replace = page.getByRole('button', { name: 'Replace it' });
  const pause = page.getByRole('button', { name: 'Pause' });
  await replace.or(pause).waitFor();
  if (await replace.isVisible()) await replace.click();
  await pause.waitFor();
}

async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Ready', { exact: true }).waitFor();
}

/** Waits for a step of a training. */
export async function stepsReach(page: Page, count: number): Promise<void> {
  await expect
    .poll(() => numberIn(figure(page, 'step')), { timeout: 60_000, interval: 40 })
    .toBeGreaterThanOrEqual(count);
}

/** The ten digits as the page shows them. */
async function looks(
  page: Page,
): Promise<{ inputs: number[][]; rectified: number[][]; outlines: string[] }> {
  return {
    inputs: await redsOf(page, '.digit-input canvas'),
    rectified: await redsOf(page, RECTIFIED),
    outlines: await page
      .locator('.digit-input .line.top')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('d') ?? '')),
  };
}

/** The values of a chart that its description has. */
async function course(page: Page, name: string): Promise<number[]> {
  const words = (await page.getByRole('img', { name }).getAttribute('aria-label')) ?? '';
  const part = words.split('. ').find((text) => text.startsWith(name)) ?? '';
  return [...part.matchAll(/([\d.]+)(?: %)? after step/g)].map(([, value]) => Number(value));
}

/** The two files of a saved net. */
async function saved(page: Page): Promise<{ json: Buffer; weights: Buffer }> {
  const found: Download[] = [];
  const take = (download: Download): void => void found.push(download);
  page.on('download', take);
  await page.getByRole('button', { name: 'Save to files' }).click();
  await expect.poll(() => found.length).toBe(2);
  page.off('download', take);
  const file = async (end: string): Promise<Buffer> =>
    readFile(await found.find((one) => one.suggestedFilename().endsWith(end))!.path());
  return { json: await file('.json'), weights: await file('.bin') };
}

/** The files as an input takes them. */
function filesOf({ json, weights }: { json: Buffer; weights: Buffer }): {
  name: string;
  mimeType: string;
  buffer: Buffer;
}[] {
  return [
    { name: 'n.json', mimeType: 'application/json', buffer: json },
    { name: 'n.bin', mimeType: '', buffer: weights },
  ];
}

function numbers(text: string | null): number[] {
  return [...(text ?? '').replaceAll(',', '').matchAll(/\d+(\.\d+)?/g)].map(([number]) =>
    Number(number),
  );
}
