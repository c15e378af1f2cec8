import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import axe from 'axe-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { PageTools } from '../browser.js';
import { boxOf, expectSaid, figure, hasNet, settled, warped } from './page-parts.js';

const rooms = ['warp', 'learn', 'draw'] as const;

const screens = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  // 1280 pixels at a zoom of 400 % (WCAG 1.4.10).
  narrow: { width: 320, height: 640 },
} as const;

/** The folder of screenshots. */
const out = fileURLToPath(new URL('../../out/screens', import.meta.url));

/** Tests of every room. */
export function testWholePage({ open, served }: PageTools): void {
  describe('the whole page', () => {
    it('loads at most 900 kB, gzipped, and caches no more for offline use', async () => {
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
      'fits a %s in the %s theme without layout shifts; accessibility checked: %s',
      async (screen, colorScheme, judge) => {
        await mkdir(out, { recursive: true });
        const page = await open('warp', {
          context: { viewport: screens[screen], colorScheme, hasTouch: screen === 'phone' },
          before: async (window, context) => {
            await watchJumps(window);
            await loadSlowly(context);
          },
        });
        const seen: Jump[] = [];
        for (const room of rooms) {
          if (room !== 'warp') await enter(page, room);
          await ready(page, room);
          seen.push(...(await takeJumps(page)));
          // A picture of the whole page takes a large window, and the finger for a mouse.
          await page.screenshot({
            path: join(out, `${room}-${screen}-${colorScheme}.png`),
            fullPage: true,
          });
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(width, room).toBeLessThanOrEqual(screens[screen].width);
          expect(judge ? await barriers(page) : [], room).toEqual([]);
        }
        const sum = seen.reduce((total, { value }) => total + value, 0);
        expect(sum, JSON.stringify(seen)).toBeLessThan(0.01);
        await page.context().close();
      },
    );

    it('has what one acts on and what one looks at on one screen of a phone', async () => {
      const { height } = screens.phone;
      const page = await open('warp', {
        context: { viewport: screens.phone, hasTouch: true },
        before: watchJumps,
      });
      await warped(page);
      const bottoms = async (...places: Locator[]): Promise<number> =>
        Math.max(...(await Promise.all(places.map(boxOf))).map((box) => box.y + box.height));
      const [input, output] = [page.locator('.input-canvas'), page.locator('.output-canvas')];
      const animate = page.getByRole('button', { name: 'Animate' });
      expect(await bottoms(input, output, animate)).toBeLessThanOrEqual(height);
      const { width } = await boxOf(input);
      await page.getByText('Input', { exact: true }).first().click();
      expect((await boxOf(input)).width).toBeGreaterThan(1.8 * width);
      expect(await output.isVisible()).toBe(false);
      await page.getByText('Both', { exact: true }).click();
      // The pictures stay while the settings scroll.
      await page.getByLabel('Backend').scrollIntoViewIfNeeded();
      expect((await boxOf(output)).y).toBeGreaterThanOrEqual(0);
      await enter(page, 'learn');
      await ready(page, 'learn');
      const digits = page.locator('.digits .grey');
      expect(await digits.count()).toBe(20);
      const start = page.getByRole('button', { name: 'Start training' });
      expect(await bottoms(start, digits.last())).toBeLessThanOrEqual(height);
      await enter(page, 'draw');
      await ready(page, 'draw');
      const example = page.getByRole('button', { name: 'Example of a 9' });
      const clear = page.getByRole('button', { name: 'Clear' });
      expect(
        await bottoms(clear, example, page.locator('.pad'), figure(page, 'answer')),
      ).toBeLessThanOrEqual(height);
      await page.context().close();
    });

    it.each([1280, 1440])(
      'keeps pictures and θ on %i × 900 while settings scroll',
      async (width) => {
        const page = await open('warp', { context: { viewport: { width, height: 900 } } });
        await warped(page);
        const lineOfTheta = (): Promise<number> =>
          page.locator('code span').evaluate((span) => span.getClientRects()[1]!.bottom);
        const code = await boxOf(page.locator('pre'));
        expect(await lineOfTheta()).toBeGreaterThan(code.y);
        // Four rows of numbers follow.
        expect((await lineOfTheta()) + 5 * 19).toBeLessThan(900);
        await page.getByLabel('Backend').scrollIntoViewIfNeeded();
        await page.mouse.wheel(0, 2000);
        await expect
          .poll(async () => (await boxOf(page.getByLabel('Backend'))).y)
          .toBeLessThan(800);
        expect((await boxOf(page.locator('.output-canvas'))).y).toBeGreaterThanOrEqual(0);
        expect(await lineOfTheta()).toBeLessThan(900);
        await page.context().close();
      },
    );

    it('has no accessibility violations in messages, questions and trainings', async () => {
      const page = await open('learn', { context: { colorScheme: 'dark' } });
      await hasNet(page);
      await page.getByRole('button', { name: 'Load from browser' }).click();
      await expectSaid(page, 'No net is saved in this browser yet.');
      await page.getByLabel('Steps', { exact: true }).selectOption('600');
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

    it('has a visible tab order that follows the layout', async () => {
      const page = await open('warp', { context: { viewport: screens.phone } });
      await warped(page);
      const stops = await tabStops(page);
      expect(stops[0]?.text).toBe('Skip to the room');
      expect(stops.length).toBeGreaterThan(20);
      for (const { text, outline } of stops) expect(outline, text).toBe('3px');
      // One column: each stop lies below or next to the one before. The skip link is on top.
      const heights = stops.slice(1).map(({ y }) => y);
      const upwards = heights.filter((y, index) => index > 0 && y < heights[index - 1]! - 60);
      expect(upwards).toEqual([]);
      await page.keyboard.press('Home');
      await page.getByRole('link', { name: 'Draw' }).click();
      await expect.poll(() => page.title()).toBe('Draw · Spatial transformers, by hand');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Draw');
      await page.context().close();
    });

    it('follows the system theme, and remembers a chosen one', async () => {
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

/** Waits for the initial state of a room, and draws a digit. */
async function ready(page: Page, room: (typeof rooms)[number]): Promise<void> {
  if (room === 'warp') return warped(page);
  await hasNet(page);
  if (room !== 'draw') return;
  await page.getByRole('button', { name: 'Example of a 5' }).click();
  await page.getByLabel('Rotation').fill('60');
  await settled(page, '.steps canvas');
}

interface Jump {
  readonly room: string;
  /** The layout shift score of Chromium. */
  readonly value: number;
  /** The elements that moved, from where to where. */
  readonly what: readonly string[];
}

/** Delays net, digits, samples and programs, so that the page is seen without them. */
function loadSlowly(context: BrowserContext): Promise<unknown> {
  return context.route(/\.(bin|wasm|png|jpg|webp)$|worker/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
}

/** Goes to a room, and ignores layout shifts meanwhile. */
async function enter(page: Page, room: (typeof rooms)[number]): Promise<void> {
  await page.evaluate(async (name) => {
    window.location.hash = name;
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    while (document.querySelector('h1')?.textContent.toLowerCase() !== name) await frame();
    // This frame shows the room; what it moved is known by the next.
    for (let frames = 0; frames < 2; frames++) await frame();
    (window as JumpWatch).takeJumps();
  }, room);
}

type JumpWatch = Window &
  typeof globalThis & {
    /** What jumped since this was called last. */
    takeJumps: () => Jump[];
  };

/** Records layout shifts, except after a click or a key. */
function watchJumps(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    interface Shift extends PerformanceEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly {
        readonly node: Node | null;
        readonly previousRect: DOMRectReadOnly;
        readonly currentRect: DOMRectReadOnly;
      }[];
    }
    const at = ({ x, y, width, height }: DOMRectReadOnly): string => `${x},${y} ${width}x${height}`;
    const jumps: Jump[] = [];
    const note = (entries: PerformanceEntryList): void => {
      for (const { value, hadRecentInput, sources } of entries as Shift[]) {
        if (hadRecentInput) continue;
        const what = sources.map(({ node, previousRect, currentRect }) => {
          const shown = node instanceof Element ? (node.cloneNode(false) as Element).outerHTML : '';
          return `${shown}: ${at(previousRect)} to ${at(currentRect)}`;
        });
        jumps.push({ room: window.location.hash, value, what });
      }
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    (window as JumpWatch).takeJumps = () => {
      note(observer.takeRecords());
      return jumps.splice(0);
    };
  });
}

function takeJumps(page: Page): Promise<Jump[]> {
  return page.evaluate(() => (window as JumpWatch).takeJumps());
}

interface Stop {
  readonly text: string;
  readonly y: number;
  readonly outline: string;
}

/** All tab stops, and how their focus is shown. */
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

/** The violations that axe finds, with their places. */
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
