import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { backends } from '../../src/engine/messages.js';
import type { PageTools } from '../browser.js';
import { changed, pngOf, settled, warped } from './page-parts.js';
import { imageOf, runCode, type PixelImage } from './run-code.js';

const OUTPUT = '.output-canvas';

/** Controls of the room by their labels, and the expected code. */
interface Setting {
  readonly family?: string;
  readonly choices?: Readonly<Record<string, string>>;
  readonly alignCorners?: boolean;
  readonly fill?: boolean;
  readonly code: readonly string[];
}

const settings: readonly Setting[] = [
  { family: 'Affine', code: ['affine()', 'bilinear()', "setBackend('wasm')", 'registerWasm'] },
  { choices: { Sampler: 'nearest', Padding: 'border' }, code: ['nearest()', "'border'"] },
  { choices: { Sampler: 'bicubic' }, alignCorners: true, code: ['bicubic()', 'alignCorners'] },
  { choices: { Backend: 'wasm', Sampler: 'bilinear' }, alignCorners: false, code: ['bilinear()'] },
  {
    family: 'Projective',
    choices: { Padding: 'wrap', Backend: 'kernels' },
    code: ['corners()', "padding: 'wrap'", 'registerWasmKernels'],
  },
  { choices: { Sampler: 'lanczos' }, code: ['lanczos()', 'sampler-filters'] },
  { choices: { Padding: 'zeros' }, fill: true, code: ['fillValue: [242, 178, 92]'] },
  {
    family: 'Thin plate',
    choices: { Sampler: 'antialiased', Points: '3' },
    code: ['tps({ controlPoints: [3, 3] })', 'antialiased({ base: bilinear() })'],
  },
  {
    family: 'B-spline',
    choices: { Sampler: 'bilinear', Padding: 'reflection', 'Output size': '128,128' },
    fill: false,
    code: ['bsplineFfd({ controlPoints: [5, 5] })', "'reflection'", '[128, 128]'],
  },
  { choices: { Backend: 'cpu', 'Output size': '64,64' }, code: ["setBackend('cpu')"] },
];

/** Runs the copied code of every control, and compares the pictures. */
export function testCopiedCode({ open, served }: PageTools): void {
  describe('the copied code', () => {
    let page: Page;
    let png: Buffer;
    beforeAll(async () => {
      page = await open('warp');
      await warped(page);
      await page.getByLabel('Output size').selectOption('64,64');
      await page.getByRole('button', { name: 'A test card' }).click();
      png = await readFile(join(served().folder, 'sample-card.png'));
    });
    afterAll(() => page.context().close());

    it('produces exactly the picture for every setting', async () => {
      const seen = new Set<string>();
      let picture = await settled(page, OUTPUT);
      for (const setting of settings) {
        await choose(page, setting);
        picture = await changed(page, OUTPUT, picture, JSON.stringify(setting));
        const code = (await page.locator('code').textContent()) ?? '';
        for (const part of setting.code) expect(code).toContain(part);
        expect(seen).not.toContain(picture);
        seen.add(picture);
        const channels = code.includes('fillValue') ? 3 : 4;
        const expected = await runCode(code, imageOf(png, channels));
        expectSame(imageOf(await pngOf(page, OUTPUT), channels), expected, code);
      }
    });

    it('produces the picture that is saved as PNG', async () => {
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as PNG' }).click();
      const saved = imageOf(await readFile(await (await saving).path()), 4);
      const shown = imageOf(await pngOf(page, OUTPUT), 4);
      expect(Buffer.from(saved.data).equals(Buffer.from(shown.data))).toBe(true);
    });

    it('computes the same on every backend', async () => {
      const pictures: PixelImage[] = [];
      for (const backend of ['kernels', 'webglKernels', 'wasm', 'webgl', 'cpu'] as const) {
        await page.getByLabel('Backend').selectOption(backend);
        await page
          .locator('.figures')
          .getByText(backends[backend].short, { exact: true })
          .waitFor();
        // The old output is shown until the new backend has started.
        await page.getByText('Computing …').waitFor({ state: 'hidden' });
        await settled(page, OUTPUT);
        pictures.push(imageOf(await pngOf(page, OUTPUT), 4));
      }
      expect(await page.locator('.notice').count()).toBe(0);
      const [first, ...others] = pictures;
      for (const { data } of others) {
        expectSame(first!, Float32Array.from(data), 'another backend');
      }
    });

    it('measures which backend is the fastest here, and says so', async () => {
      await page.getByLabel('Backend').selectOption('fastest');
      await page
        .getByText(/^Fastest here: tfjs-stn on \w+ \(.*wasm \+ kernels \d.* ms.*\)\.$/)
        .waitFor();
      const chosen = await page.getByLabel('Backend').inputValue();
      expect(['kernels', 'webglKernels', 'webgpuKernels']).toContain(chosen);
      await settled(page, OUTPUT);
    });
  });
}

async function choose(page: Page, setting: Setting): Promise<void> {
  const { family, choices = {}, alignCorners, fill } = setting;
  if (family !== undefined) {
    await page.getByText(family, { exact: true }).click();
    await page.getByRole('button', { name: 'Reset to the whole picture' }).click();
    // Out of the picture, so that the padding shows.
    await page.locator('.handle').last().focus();
    for (const key of ['Shift+ArrowDown', 'Shift+ArrowRight', 'ArrowRight']) {
      for (let press = 0; press < 3; press++) await page.keyboard.press(key);
    }
  }
  const select = (title: string): Promise<unknown> =>
    page.getByLabel(title, { exact: true }).selectOption(choices[title] ?? '');
  for (const title of Object.keys(choices)) await select(title);
  if (fill !== undefined && choices['Padding'] !== 'reflection') {
    await page.getByLabel('Fill with a colour').setChecked(fill);
  }
  if (alignCorners !== undefined) await page.getByLabel('alignCorners').setChecked(alignCorners);
  // The code follows at a distance.
  await page.waitForTimeout(260);
}

/** The page multiplies colours by alpha on the way, so they are as exact as alpha allows. */
function expectSame({ channels, data }: PixelImage, expected: Float32Array, what: string): void {
  expect(expected.length).toBe(data.length);
  let worst = 0;
  expected.forEach((value, index) => {
    const alpha = channels === 4 ? Number(data[index - (index % 4) + 3]) : 255;
    if (index % 4 !== 3 && alpha !== 255 && channels === 4) return;
    worst = Math.max(worst, Math.abs(Math.min(255, Math.max(0, value)) - Number(data[index])));
  });
  expect(worst, what).toBeLessThanOrEqual(1.01);
}
