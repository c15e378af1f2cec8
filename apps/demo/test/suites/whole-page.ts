import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { PageTools } from '../browser.js';
import { expectSaid, figure, hasNet, settled, warped } from './page-parts.js';

const rooms = ['warp', 'learn', 'draw'] as const;

const screens = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  // Where 1280 pixels are magnified by four, as WCAG 1.4.10 has it.
  narrow: { width: 320, height: 640 },
} as const;

/** Where screenshots go, to be looked at. */
const out = fileURLToPath(new URL('../../out/screens', import.meta.url));

/** What holds in every room. */
export function testWholePage({ open, served }: PageTools): void {
  describe('the whole page', () => {
    it('loads at most 900 kB, gzipped, and keeps no more for offline use', async () => {
      const { folder, requests } = served();
      requests.length = 0;
      const page = await open('warp');
      await warped(page);
      await page.waitForTimeout(300);
      const loaded = await weigh(folder, new Set(requests));
      const everything = await weigh(folder, new Set(await listed(folder)));
      console.log(`first load ${loaded} bytes gzipped, the whole page ${everything}`);
      expect(loaded).toBeLessThanOrEqual(900_000);
      expect(everything).toBeLessThanOrEqual(900_000);
      await page.context().close();
    });

    it.each([
      ['desktop', 'light', true],
      ['desktop', 'dark', false],
      ['phone', 'light', false],
      ['phone', 'dark', true],
      ['narrow', 'light', false],
    ] as const)(
      'fits a %s, in %s colours, without a jump; barriers looked for: %s',
      async (screen, colorScheme, judge) => {
        await mkdir(out, { recursive: true });
        const page = await open('warp', {
          context: { viewport: screens[screen], colorScheme, hasTouch: screen === 'phone' },
          before: watchMoves,
        });
        for (const room of rooms) {
          await page.evaluate((name) => void (window.location.hash = name), room);
          await ready(page, room);
          await page.screenshot({
            path: join(out, `${room}-${screen}-${colorScheme}.png`),
            fullPage: true,
          });
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(width, room).toBeLessThanOrEqual(screens[screen].width);
          expect(judge ? await barriers(page) : [], room).toEqual([]);
        }
        expect(await moves(page)).toBeLessThan(0.01);
        await page.context().close();
      },
    );

    it('has no barriers in its messages, questions and trainings', async () => {
      const page = await open('learn', { context: { colorScheme: 'dark' } });
      await hasNet(page);
      await page.getByRole('button', { name: 'Take back' }).click();
      await expectSaid(page, 'No net is kept in this browser yet.');
      await page.getByLabel('For', { exact: true }).selectOption('600');
      await page.getByRole('button', { name: 'Start training' }).click();
      await figure(page, 'step').getByText('step').waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByRole('button', { name: 'Start training' }).click();
      await page.getByRole('button', { name: 'Replace it' }).waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.screenshot({ path: join(out, 'learn-question-dark.png') });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.context().close();
    });

    it('can be walked through by Tab, in the order that is seen, with the focus in sight', async () => {
      const page = await open('warp', { context: { viewport: screens.phone } });
      await warped(page);
      const stops = await tabStops(page);
      expect(stops[0]?.text).toBe('Skip to the room');
      expect(stops.length).toBeGreaterThan(20);
      for (const { text, outline } of stops) expect(outline, text).toBe('3px');
      // One column: each stop lies below the one before, or beside it. The skip link is on top.
      const heights = stops.slice(1).map(({ y }) => y);
      const upwards = heights.filter((y, index) => index > 0 && y < heights[index - 1]! - 60);
      expect(upwards).toEqual([]);
      await page.keyboard.press('Home');
      await page.getByRole('link', { name: 'Draw' }).click();
      await expect.poll(() => page.title()).toBe('Draw · Spatial transformers, by hand');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Draw');
      await page.context().close();
    });

    it('takes the colours that the system prefers, and keeps those chosen by hand', async () => {
      const page = await open('learn', {
        context: { colorScheme: 'dark' },
        allow: /Failed to load resource/,
      });
      const paper = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const dark = await paper();
      await page.getByRole('button', { name: 'Switch to light colours' }).click();
      const light = await paper();
      expect(light).not.toBe(dark);
      // Before the page's own program runs, too.
      await page.route('**/assets/index-*.js', (route) => route.abort());
      await page.reload({ waitUntil: 'commit' });
      await expect.poll(paper).toBe(light);
      await page.evaluate(() => document.getAnimations().forEach((wait) => wait.finish()));
      await page.getByText('a browser of 2024 or later').waitFor();
      await page.context().close();
    });
  });
}

/** Waits for all that a room shows at first, and draws a digit. */
async function ready(page: Page, room: (typeof rooms)[number]): Promise<void> {
  if (room === 'warp') return warped(page);
  await hasNet(page);
  if (room !== 'draw') return;
  await page.getByRole('button', { name: 'Draw a 5 for me' }).click();
  await page.getByLabel('Turn it').fill('60');
  await settled(page, '.steps canvas');
}

/** Adds up how far things jump, as Chromium counts it, except after a click or a key. */
function watchMoves(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    Object.assign(window, { moved: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) (window as Window & { moved?: number }).moved! += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

function moves(page: Page): Promise<number> {
  return page.evaluate(() => (window as Window & { moved?: number }).moved ?? Number.NaN);
}

interface Stop {
  readonly text: string;
  readonly y: number;
  readonly outline: string;
}

/** Everything that Tab comes to, and how its focus shows. */
async function tabStops(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let count = 0; count < 80; count++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return undefined;
      // A hidden radio button shows its focus on its label.
      const shown = focused.matches('.segment input') ? focused.parentElement! : focused;
      return {
        text: focused.getAttribute('aria-label') ?? focused.textContent ?? '',
        y: shown.getBoundingClientRect().top + window.scrollY,
        outline: getComputedStyle(shown).outlineWidth,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

/** The rules that axe finds broken, with where. */
async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
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

/** What the service worker keeps at once. */
async function listed(folder: string): Promise<string[]> {
  const source = await readFile(join(folder, 'service-worker.js'), 'utf8');
  return JSON.parse(/const files = (\[.*\]);/.exec(source)?.[1] ?? '[]') as string[];
}
