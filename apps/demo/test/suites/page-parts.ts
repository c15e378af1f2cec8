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

/** Waits until the room has its net. */
export async function hasNet(page: Page): Promise<void> {
  await figure(page, 'net').getByText('transformer').waitFor();
}

/** The fingerprint of a canvas, after it was the same three times. */
export async function settled(page: Page, selector: string): Promise<string> {
  const found = await page.evaluate(settle, selector);
  return found ?? expect.fail(`${selector} does not settle`);
}

/** The fingerprint of a canvas after it has changed and settled. */
export async function changed(
  page: Page,
  selector: string,
  before: string,
  why: string = selector,
): Promise<string> {
  await expect
    .poll(() => settled(page, selector), { timeout: 20_000, interval: 20, message: why })
    .not.toBe(before);
  return settled(page, selector);
}

/** The first number in a figure's text. */
export async function numberIn(locator: Locator): Promise<number> {
  const text = (await locator.textContent()) ?? '';
  return Number(/[\d.]+/.exec(text.replaceAll(',', ''))?.[0] ?? Number.NaN);
}

/** The page says something, where screen readers hear it; problems at once. */
export async function expectSaid(
  page: Page,
  text: string,
  role: 'alert' | 'status' = 'alert',
): Promise<void> {
  await expect
    .poll(() => page.locator(`.notices [role="${role}"]`).textContent(), {
      timeout: 20_000,
      interval: 30,
    })
    .toContain(text);
}

/**
 * Runs in the page: size and a hash of all pixels (FNV-1a, a pixel at a time), once it rests and is
 * not behind.
 */
async function settle(selector: string): Promise<string | undefined> {
  const look = (): string => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    const context = canvas?.getContext('2d', { willReadFrequently: true });
    if (!canvas || !context) return '';
    const { width, height } = canvas;
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    let hash = 0x811c9dc5;
    for (const pixel of pixels) hash = Math.imul(hash ^ pixel, 0x01000193);
    return `${width} × ${height}: ${hash}`;
  };
  let same = 0;
  let before = look();
  for (let attempt = 0; attempt < 300; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const now = look();
    if (document.querySelector(selector)?.closest('[aria-busy="true"]')) continue;
    same = now === before ? same + 1 : 0;
    if (same === 2) return now;
    before = now;
  }
  return undefined;
}

/** The bytes of a canvas, as a PNG. */
export async function pngOf(page: Page, selector: string): Promise<Buffer> {
  const url = await page
    .locator(selector)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

/** The red of every pixel of every canvas that a selector finds. */
export function redsOf(page: Page, selector: string): Promise<number[][]> {
  return page.locator(selector).evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext('2d');
      const { data } = context!.getImageData(0, 0, width, height);
      return Array.from(data).filter((_, index) => index % 4 === 0);
    }),
  );
}
