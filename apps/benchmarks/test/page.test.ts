import { findChromium } from '@tfjs-stn-apps/app-tools/chromium';
import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { threadsName } from '../src/cases/cases.js';
import { samplingProblems } from '../src/problems/sampling-problem.js';
import { browserContestants } from '../src/remote/browser-contestants.js';
import { launchBrowser } from '../src/remote/browser.js';
import { servePage } from '../src/remote/page-build.js';
import { htmlReport } from '../src/report/html-report.js';
import { readResults } from '../src/results/files.js';
import { outcomesOf } from './results-of.js';

declare global {
  /** What the chart had, case by case. */
  var seen: { done: number; marks: number }[] | undefined;
}

const isThere = findChromium() !== undefined;
const isRequired = process.env['TFJS_STN_REQUIRE_BROWSER'] === '1';

describe.runIf(isThere || isRequired)('the page [Chromium], from apt-get install chromium', () => {
  let server: FolderServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await servePage(0);
    browser = await launchBrowser(server.address);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(path: string, before?: () => void): Promise<void> {
    await page?.close();
    page = await browser.newPage();
    if (before) await page.addInitScript(before);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`http://localhost:${server.port}/${path}`);
    await page.getByText('WebGL 2:').waitFor();
  }

  const only = async (group: string, names: readonly string[]): Promise<void> => {
    for (const box of await page.locator(`input[name=${group}]`).all()) {
      await box.setChecked(names.includes(await box.inputValue()));
    }
  };

  /** Notes how much the chart has whenever a case is done. */
  const watchProgress = (): Promise<void> =>
    page.evaluate(() => {
      const seen: { done: number; marks: number }[] = [];
      globalThis.seen = seen;
      const chart = document.querySelector('#chart');
      if (chart === null) throw new TypeError('the page must have a chart');
      new MutationObserver(() => {
        seen.push({ done: seen.length + 1, marks: chart.querySelectorAll('.plot i').length });
      }).observe(chart, { childList: true });
    });

  it('says what the browser has, and why it lacks the rest', async () => {
    await open('plain/');
    const items = await page.locator('#abilities li').allTextContents();
    expect(items[0]).toMatch(/^Cross-origin isolation: no\. .*headers COOP and COEP/);
    await open('');
    const isolated = await page.locator('#abilities li').allTextContents();
    expect(isolated[0]).toMatch(/^Cross-origin isolation: yes\./);
    expect(isolated[1]).toMatch(/^WebGPU: yes\. The webgpu backend runs, on ./);
    expect(isolated[2]).toMatch(/^WebGL 2: yes\. The webgl backend runs, on ./);
  });

  it('has the paper and the buttons of the demo', async () => {
    const styles = await page.evaluate(() => [
      getComputedStyle(document.documentElement).backgroundColor,
      getComputedStyle(document.querySelector('#run') ?? document.body).backgroundColor,
    ]);
    expect(styles).toEqual(['rgb(247, 245, 239)', 'rgb(23, 97, 79)']);
  });

  it('says why there is no WebGPU', async () => {
    await open('', () => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }));
    const items = await page.locator('#abilities li').allTextContents();
    expect(items[1]).toBe(
      'WebGPU: no. this browser has no WebGPU; recent Chromium, Safari and Firefox do',
    );
  });

  it('runs cases, shows progress and a chart, and gives the results as a file', async () => {
    await open('');
    await only('backend', ['wasm+kernels']);
    await only('op', ['tps', 'max-pool']);
    expect(await page.locator('#download').isDisabled()).toBe(true);
    await watchProgress();
    await page.locator('#run').click();
    expect(await page.locator('#run').isDisabled()).toBe(true);
    await page.getByText('Done: 4 of 4 cases.').waitFor({ timeout: 60_000 });
    expect(await page.locator('#progress').evaluate((bar: HTMLProgressElement) => bar.value)).toBe(
      4,
    );
    // After each case there is more in the chart than before.
    const seen = await page.evaluate(() => globalThis.seen ?? []);
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4]);
    seen.slice(1).forEach(({ marks }, index) => {
      expect(marks).toBeGreaterThan(seen[index]?.marks ?? Infinity);
    });
    const downloading = page.waitForEvent('download');
    await page.locator('#download').click();
    const file = await (await downloading).path();
    const results = await readResults(file);
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    const [tps] = results.cases;
    expect(tps?.results.map(({ name }) => name)).toEqual([
      'tfjs-stn on wasm+kernels',
      'tfjs-stn on wasm+kernels, copies in and out',
      `onnxruntime-web, ${threadsName(cores)}`,
      'memcpy',
    ]);
    expect(results.missing.filter(({ cases }) => cases.includes(String(tps?.name)))).toEqual([]);
  });

  it('stops when it is told to', async () => {
    await open('');
    await only('backend', ['wasm+kernels']);
    await page.locator('#run').click();
    await page.locator('#stop').click();
    await expect
      .poll(() => page.locator('#status').textContent(), { timeout: 60_000, interval: 100 })
      .toMatch(/^(Stopped|Done): \d+ of \d+ cases\.$/);
    expect(await page.locator('#status').textContent()).toMatch(/^Stopped: \d of 15 cases\.$/);
    expect(await page.locator('#run').isEnabled()).toBe(true);
  });

  it('is driven by the command line, on one thread and on several', async () => {
    const contestants = browserContestants({
      problems: samplingProblems(1),
      seed: 1,
      cores: 2,
      served: server,
    }).filter(({ backend }) => backend.startsWith('chromium-wasm'));
    try {
      const given = { operation: 'affine', pass: 'forward', shape: [2, 9, 12, 3] } as const;
      const results = await outcomesOf(given, contestants);
      expect(results).toMatchObject([
        { name: 'tfjs-stn on chromium-wasm+kernels', status: 'timed', threads: 1 },
        {
          name: 'tfjs-stn on chromium-wasm+kernels-threaded, 2 threads',
          status: 'timed',
          threads: 2,
        },
        { name: 'onnxruntime-web on chromium, 1 thread', status: 'timed' },
        { name: 'onnxruntime-web on chromium, 2 threads', status: 'timed', threads: 2 },
        { name: 'memcpy on chromium', status: 'timed' },
      ]);
    } finally {
      for (const { close } of contestants) await close?.();
    }
  });

  it.each([
    ['a desk', { width: 1280, height: 800 }],
    ['a phone', { width: 390, height: 844 }],
  ])('the report fits ten screens of %s, and clips no name', async (_, viewport) => {
    const committed = new URL('../results/latest.json', import.meta.url).pathname;
    const report = await browser.newPage({ viewport });
    await report.setContent(await htmlReport(await readResults(committed)));
    const { height, width, clipped } = await report.evaluate(() => {
      const { scrollHeight, scrollWidth } = document.documentElement;
      const texts = [...document.querySelectorAll('figure li > span:first-child, figure small')];
      const isClipped = (each: Element): boolean => {
        const box = document.createRange();
        box.selectNodeContents(each);
        const { left, right } = box.getBoundingClientRect();
        return each.scrollWidth > each.clientWidth || left < 0 || right > innerWidth;
      };
      const clipped = texts.filter(isClipped).map(({ textContent }) => textContent);
      return { height: scrollHeight, width: scrollWidth, clipped };
    });
    await report.close();
    expect(clipped).toEqual([]);
    expect(width).toBeLessThanOrEqual(viewport.width);
    expect(height).toBeLessThanOrEqual(10 * viewport.height);
  });

  it('has no error in its console after all of the above', () => expect(complaints).toEqual([]));
});
