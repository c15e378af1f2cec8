import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A figure of the page by its name. */
export function figure(page: Page, name: string): Locator {
  return page.locator(`[data-figure="${name}"]`);
}

/** Where something is on the screen. */
export async function boxOf(
  locator: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  return box ?? expect.fail('what is looked for has no box');
}

/** Waits until the warped picture is there. */
export async function warped(page: Page): Promise<void> {
  await page.locator('.output:not(:has(.loading))').waitFor();
}

/** A fingerprint of a canvas as the page shows it, once it is the same twice. */
export async function settled(page: Page, selector: string): Promise<string> {
  const look = (): Promise<string> => page.evaluate(fingerprint, selector);
  let before = await look();
  for (let attempt = 0; attempt < 40; attempt++) {
    await page.waitForTimeout(60);
    const now = await look();
    if (now === before) return now;
    before = now;
  }
  return expect.fail(`${selector} does not come to rest`);
}

/** The fingerprint of a canvas once it is another than before, and comes to rest. */
export async function changed(page: Page, selector: string, before: string): Promise<string> {
  await expect
    .poll(() => page.evaluate(fingerprint, selector), { timeout: 20_000, interval: 60 })
    .not.toBe(before);
  return settled(page, selector);
}

/** The first number in a figure's text. */
export async function numberIn(locator: Locator): Promise<number> {
  const text = (await locator.textContent()) ?? '';
  return Number(/[\d.]+/.exec(text.replaceAll(',', ''))?.[0] ?? Number.NaN);
}

/** Runs in the page: size and a hash of all pixels (FNV-1a, a pixel at a time). */
function fingerprint(selector: string): string {
  const canvas = document.querySelector<HTMLCanvasElement>(selector);
  const context = canvas?.getContext('2d', { willReadFrequently: true });
  if (!canvas || !context) return '';
  const { width, height } = canvas;
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  let hash = 0x811c9dc5;
  for (const pixel of pixels) hash = Math.imul(hash ^ pixel, 0x01000193);
  return `${width} × ${height}: ${hash}`;
}

/** The bytes of a canvas, as a PNG. */
export async function pngOf(page: Page, selector: string): Promise<Buffer> {
  const url = await page
    .locator(selector)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}
