import { readFile } from 'node:fs/promises';

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { PageTools } from '../browser.js';
import { figure, numberIn } from './page-parts.js';

/** The learning room. */
export function testLearnRoom({ open }: PageTools): void {
  describe('the learning room', () => {
    it('comes with a net that reads and straightens real test digits', async () => {
      const page = await open('learn');
      await page.locator('.digit canvas').first().waitFor();
      await page.getByRole('button', { name: 'Test it' }).click();
      await page.getByText('They are turned by').waitFor();
      const [accuracy, count] = numbers((await figure(page, 'test-accuracy').textContent()) ?? '');
      const text = (await page.getByText('They are turned by').textContent()) ?? '';
      const [turned, left] = numbers(text);
      console.log(`the page's own net: ${accuracy} % of ${count} digits, ${turned}° to ${left}°`);
      expect(count).toBe(1000);
      expect(accuracy).toBeGreaterThanOrEqual(MINIMUM_ACCURACY);
      expect(turned).toBeGreaterThan(40);
      expect(left).toBeLessThanOrEqual(LARGEST_ANGLE);
      await page.context().close();
    });

    it('trains in a worker, with charts and digits that follow, can be held and let go', async () => {
      const page = await open('learn');
      await started(page);
      const loss = page.getByRole('img', { name: /^Loss over 600 steps: / });
      await stepsReach(page, 40);
      expect(await page.locator('.digit').count()).toBe(10);
      const words = (await loss.getAttribute('aria-label')) ?? '';
      const [, first, , last] =
        /: ([\d.]+) after step (\d+).*?([\d.]+) after step \d+$/.exec(words) ?? [];
      expect(Number(last)).toBeLessThan(Number(first));

      await page.getByRole('button', { name: 'Pause' }).click();
      await page.waitForTimeout(300);
      const held = await numberIn(figure(page, 'step'));
      await page.waitForTimeout(400);
      expect(await numberIn(figure(page, 'step'))).toBe(held);
      await page.getByRole('button', { name: 'Go on' }).click();
      await stepsReach(page, held + 5);

      await hide(page, true);
      await page.getByText('Resting while the tab is hidden').waitFor();
      await hide(page, false);
      await page.getByText('rested while the tab was hidden').waitFor();
      await stepsReach(page, held + 10);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByRole('button', { name: 'Start training' }).waitFor();
      await page.context().close();
    });

    it('learns with every transform', async () => {
      const page = await open('learn');
      for (const transform of ['similarity', 'projective', 'tps']) {
        await started(page, transform);
        await stepsReach(page, 3);
        await page.getByRole('button', { name: 'Stop' }).click();
        await page.getByRole('button', { name: 'Start training' }).waitFor();
      }
      expect(await page.locator('.notice').count()).toBe(0);
      await page.context().close();
    });

    it('keeps a net in the browser and in a file, and takes it back', async () => {
      const page = await open('learn');
      await started(page);
      await stepsReach(page, 3);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByRole('button', { name: 'Start training' }).waitFor();
      const facts = page.getByText('Affine transformer, trained on');
      const trained = await facts.textContent();
      await page.getByRole('button', { name: 'Keep in browser' }).click();
      await page.getByText('The net is kept').waitFor();
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save to a file' }).click();
      const file = await readFile(await (await saving).path());

      await page.getByRole('button', { name: 'The page’s own' }).click();
      await expect.poll(() => facts.textContent()).not.toBe(trained);
      await page.reload();
      await page.locator('.digit canvas').first().waitFor();
      await page.getByRole('button', { name: 'Take back' }).click();
      await expect.poll(() => facts.textContent()).toBe(trained);

      await page.getByRole('button', { name: 'The page’s own' }).click();
      await expect.poll(() => facts.textContent()).not.toBe(trained);
      const input = page.getByLabel('A net from a file');
      await input.setInputFiles({ name: 'n.stn', mimeType: '', buffer: file });
      await expect.poll(() => facts.textContent()).toBe(trained);
      await input.setInputFiles({ name: 'n.stn', mimeType: '', buffer: file.subarray(0, 500) });
      await page.getByText('That file holds no net of this page, or it is damaged.').waitFor();
      expect(await facts.textContent()).toBe(trained);
      await page.context().close();
    });
  });
}

/** In percent, of the page's own net on 1,000 test digits. */
const MINIMUM_ACCURACY = 95;
/** Mean angle after the transformer, in degrees. */
const LARGEST_ANGLE = 16;

function numbers(text: string): number[] {
  return [...text.replaceAll(',', '').matchAll(/\d+(\.\d+)?/g)].map(([number]) => Number(number));
}

async function started(page: Page, transform = 'affine'): Promise<void> {
  await page.getByLabel('For', { exact: true }).selectOption('600');
  await page.getByLabel('Transform', { exact: true }).selectOption(transform);
  await page.getByRole('button', { name: 'Start training' }).click();
}

async function stepsReach(page: Page, count: number): Promise<void> {
  await expect
    .poll(() => numberIn(figure(page, 'step')), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(count);
}

/** Chromium without a screen has no tabs to hide; the page is told what a hidden one is told. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    hidden ? 'hidden' : 'visible',
  );
}
