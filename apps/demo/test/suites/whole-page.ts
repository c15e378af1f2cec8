import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { serveFolder } from '../../scripts/static-server.mjs';
import type { PageTools } from '../browser.js';
import { warped } from './page-parts.js';

const rooms = ['warp', 'learn', 'draw'] as const;

/** What holds in every room. */
export function testWholePage({ open, served }: PageTools): void {
  describe('the whole page', () => {
    it('loads at most 900 kB, gzipped, and keeps no more for offline use', async () => {
      const { folder, requests } = served();
      requests.length = 0;
      const page = await open('warp');
      await warped(page);
      await page.waitForTimeout(500);
      const loaded = await weigh(folder, new Set(requests));
      const everything = await weigh(folder, new Set(await listed(folder)));
      console.log(`first load ${loaded} bytes gzipped, the whole page ${everything}`);
      expect(loaded).toBeLessThanOrEqual(900_000);
      expect(everything).toBeLessThanOrEqual(900_000);
      await page.context().close();
    });

    it('does not move about while it loads', async () => {
      const page = await open('warp', {
        before: (page) =>
          page.addInitScript(() => {
            const moves: number[] = [];
            Object.assign(window, { moves });
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) {
                moves.push((entry as PerformanceEntry & { value: number }).value);
              }
            }).observe({ type: 'layout-shift', buffered: true });
          }),
      });
      await warped(page);
      const moves = (): Promise<number> =>
        page.evaluate(() =>
          (window as Window & { moves?: number[] }).moves!.reduce((sum, move) => sum + move, 0),
        );
      expect(await moves()).toBeLessThan(0.01);
      await page.goto(`${served().address}#learn`);
      await page.locator('.digit canvas').first().waitFor();
      expect(await moves()).toBeLessThan(0.01);
      await page.context().close();
    });

    it.each(['light', 'dark'] as const)(
      'has no barriers that axe knows, %s',
      async (colorScheme) => {
        const page = await open('warp', { context: { colorScheme } });
        await warped(page);
        for (const room of rooms) {
          await page.goto(`${served().address}#${room}`);
          if (room !== 'warp')
            await page.locator('.hint.two-lines', { hasText: 'trained' }).waitFor();
          expect(await barriers(page)).toEqual([]);
        }
        await page.context().close();
      },
    );

    it('fits a phone of 360 pixels and shows its focus', async () => {
      const page = await open('warp', { context: { viewport: { width: 360, height: 740 } } });
      await warped(page);
      for (const room of rooms) {
        await page.goto(`${served().address}#${room}`);
        await page.locator('h1').waitFor();
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(360);
      }
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(
        () => getComputedStyle(document.activeElement as Element).outlineWidth,
      );
      expect(outline).toBe('3px');
      await page.context().close();
    });

    it('takes the colours that the system prefers, and keeps those chosen by hand', async () => {
      const page = await open('warp', { context: { colorScheme: 'dark' } });
      const theme = (): Promise<string | undefined> =>
        page.evaluate(() => document.documentElement.dataset['theme']);
      expect(await theme()).toBe('dark');
      await page.getByRole('button', { name: 'Switch to light colours' }).click();
      expect(await theme()).toBe('light');
      await page.reload();
      expect(await theme()).toBe('light');
      await page.context().close();
    });

    it('works without a network once it has been loaded', async () => {
      const server = await serveFolder(served().folder, { base: '/off/' });
      const page = await open('warp', { context: { serviceWorkers: 'allow' } });
      await page.goto('about:blank');
      const errors: string[] = [];
      const context = await page.context().browser()!.newContext();
      const offline = await context.newPage();
      offline.on('pageerror', ({ message }) => errors.push(message));
      await offline.goto(server.address);
      await warped(offline);
      await offline.evaluate(async () => {
        await navigator.serviceWorker.ready;
        while (!navigator.serviceWorker.controller) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      });
      await server.close();
      await offline.goto(`${server.address}#learn`);
      await offline.reload();
      await offline.locator('.digit canvas').first().waitFor();
      await offline.goto(`${server.address}#warp`);
      await warped(offline);
      expect(errors).toEqual([]);
      await context.close();
      await page.context().close();
    });
  });
}

/** The rules that axe finds broken, with where. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as Window & { axe?: typeof axe }).axe!.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
}

/** The size of files as they cross the network, in bytes. */
async function weigh(folder: string, paths: ReadonlySet<string>): Promise<number> {
  const sizes = await Promise.all(
    [...paths].map(async (path) => {
      const file = join(folder, path === '' || path === './' ? 'index.html' : path);
      const bytes = await readFile(file);
      return gzipSync(bytes, { level: 9 }).length;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What the service worker keeps. */
async function listed(folder: string): Promise<string[]> {
  const source = await readFile(join(folder, 'service-worker.js'), 'utf8');
  return JSON.parse(/const files = (\[.*\]);/.exec(source)?.[1] ?? '[]') as string[];
}
