import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PageTools } from '../browser.js';
import { boxOf, changed, figure, hasNet, redsOf, settled } from './page-parts.js';

const SEEN = '.steps .digit-input canvas';
const RECTIFIED = '.steps > figure > canvas';

/** A slanted seven, in fractions of the pad. */
const seven = [
  [0.35, 0.2],
  [0.72, 0.32],
  [0.42, 0.8],
] as const;

/** The Draw room; the tests share a page. */
export function testDrawRoom({ open }: PageTools): void {
  describe('the Draw room', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open('draw', { context: { hasTouch: true } });
      await hasNet(page);
    });
    afterAll(() => page.context().close());

    it.each(['mouse', 'finger'] as const)('reads a digit drawn by %s', async (by) => {
      const blank = await settled(page, SEEN);
      await (by === 'mouse' ? drawByMouse(page) : drawByFinger(page));
      await changed(page, SEEN, blank);
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('7');
      expect(await page.locator('.pad .stroke').count()).toBe(1);
      const shares = await page.locator('.probabilities .number').allTextContents();
      const sum = shares.reduce((total, share) => total + Number.parseInt(share, 10), 0);
      expect(sum).toBeGreaterThanOrEqual(95);
      expect(sum).toBeLessThanOrEqual(105);
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('–');
    });

    it('says that a dot is nothing like a digit', async () => {
      const { x, y, width } = await boxOf(page.locator('.pad'));
      await page.mouse.click(x + width / 3, y + width / 2);
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('nothing like a digit');
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('–');
    });

    it('rectifies and reads digits at any angle, by keyboard alone', async () => {
      const turn = page.getByLabel('Rotation');
      const found = { right: 0, asked: 0, alike: 0, alikeBefore: 0 };
      for (const digit of '0123456789') {
        await turn.fill('0');
        await page.getByRole('button', { name: `Example of a ${digit}` }).focus();
        let latest = await settled(page, SEEN);
        await page.keyboard.press('Enter');
        latest = await changed(page, SEEN, latest);
        const [[seen], [upright]] = await see(page);
        // Upside down, a 6 is a 9.
        const angles = '69'.includes(digit) ? ['-70', '40'] : ['-150', '-70', '40', '120'];
        for (const angle of angles) {
          await turn.fill(angle);
          latest = await changed(page, SEEN, latest);
          found.asked++;
          if ((await figure(page, 'answer').textContent()) === digit) found.right++;
          const [[seenNow], [now]] = await see(page);
          found.alike += correlation(now!, upright!);
          found.alikeBefore += correlation(seenNow!, seen!);
        }
      }
      const { right, asked } = found;
      const [alike, alikeBefore] = [found.alike / asked, found.alikeBefore / asked];
      console.log(
        `${right} of ${asked} turned drawings are read; they are like upright ones by ` +
          `${alikeBefore.toFixed(2)} before the transformer and ${alike.toFixed(2)} after it`,
      );
      expect(right).toBeGreaterThanOrEqual(0.85 * asked);
      expect(alike).toBeGreaterThan(0.5);
      expect(alike).toBeGreaterThan(alikeBefore + 0.25);
      await turn.focus();
      const before = await turn.inputValue();
      await page.keyboard.press('ArrowLeft');
      expect(Number(await turn.inputValue())).toBe(Number(before) - 1);
    });
  });
}

async function see(page: Page): Promise<[seen: number[][], rectified: number[][]]> {
  return [await redsOf(page, SEEN), await redsOf(page, RECTIFIED)];
}

/** Pearson correlation, from -1 to 1. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const [left, right] = [a.map((value) => value - meanA), b.map((value) => value - meanB)];
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

async function places(page: Page): Promise<{ x: number; y: number }[]> {
  const box = await boxOf(page.locator('.pad'));
  return seven.map(([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height }));
}

async function drawByMouse(page: Page): Promise<void> {
  const [first, ...others] = await places(page);
  await page.mouse.move(first!.x, first!.y);
  await page.mouse.down();
  for (const { x, y } of others) await page.mouse.move(x, y, { steps: 12 });
  await page.mouse.up();
}

/** With a palm on the pad, which draws nothing. */
async function drawByFinger(page: Page): Promise<void> {
  const [first, ...others] = await places(page);
  const devtools = await page.context().newCDPSession(page);
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    touchPoints: { x: number; y: number; id: number }[],
  ): Promise<unknown> => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  const hand = { x: first!.x + 10, y: first!.y + 150, id: 2 };
  await touch('touchStart', [{ ...first!, id: 1 }]);
  await touch('touchStart', [{ ...first!, id: 1 }, hand]);
  let before = first!;
  for (const place of others) {
    for (let step = 1; step <= 12; step++) {
      const [x, y] = [
        before.x + ((place.x - before.x) * step) / 12,
        before.y + ((place.y - before.y) * step) / 12,
      ];
      hand.x += 2;
      await touch('touchMove', [{ x, y, id: 1 }, hand]);
    }
    before = place;
  }
  await touch('touchEnd', []);
}
