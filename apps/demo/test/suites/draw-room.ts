import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { PageTools } from '../browser.js';
import { boxOf, figure } from './page-parts.js';

/** The drawing room. */
export function testDrawRoom({ open }: PageTools): void {
  describe('the drawing room', () => {
    it('reads what is drawn by hand', async () => {
      const page = await open('draw');
      // A seven, leaning to the right.
      await draw(page, [
        [0.35, 0.2],
        [0.72, 0.32],
        [0.42, 0.8],
      ]);
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('7');
      expect(await page.locator('.digit-input .line').count()).toBe(2);
      const shares = await page.locator('.probabilities .number').allTextContents();
      const sum = shares.reduce((total, share) => total + Number.parseInt(share, 10), 0);
      expect(sum).toBeGreaterThanOrEqual(95);
      expect(sum).toBeLessThanOrEqual(105);
      await page.getByRole('button', { name: 'Wipe' }).click();
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('–');
      await page.context().close();
    });

    it('reads digits at any angle, by keyboard alone', async () => {
      const page = await open('draw');
      await page.locator('.hint.two-lines', { hasText: 'trained' }).waitFor();
      const turn = page.getByLabel('Turn it');
      let right = 0;
      for (const digit of ['2', '3', '5', '7']) {
        await page.getByRole('button', { name: `Draw a ${digit} for me` }).focus();
        await page.keyboard.press('Enter');
        for (const angle of ['-180', '-120', '-60', '0', '60', '120']) {
          await turn.fill(angle);
          await page.waitForTimeout(120);
          if ((await figure(page, 'answer').textContent()) === digit) right++;
        }
      }
      console.log(`${right} of 24 turned drawings are read`);
      expect(right).toBeGreaterThanOrEqual(18);
      await turn.focus();
      const before = await turn.inputValue();
      await page.keyboard.press('ArrowLeft');
      expect(Number(await turn.inputValue())).toBe(Number(before) - 1);
      await page.context().close();
    });
  });
}

/** Draws a line through places in shares of the pad. */
async function draw(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  const box = await boxOf(page.locator('.pad'));
  const [first = [0, 0], ...others] = places.map(
    ([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const,
  );
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...place, { steps: 12 });
  await page.mouse.up();
}
