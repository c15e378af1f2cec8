import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { servePage, type ServedPage } from './serve-page.js';

/** Tools for tests of the page. */
export interface PageTools {
  /** The page's address, a sub-path of a server. */
  readonly served: () => ServedPage;
  /** Opens a room in a new window, and fails the test on errors of the page. */
  readonly open: (room: string, options?: OpenOptions) => Promise<Page>;
}

/** Differences from a desktop window. */
export interface OpenOptions {
  readonly context?: Parameters<Browser['newContext']>[0];
  /** Called before the page loads. */
  readonly before?: (page: Page, context: BrowserContext) => Promise<unknown>;
  /** The page's URL on another server. */
  readonly address?: string;
  /** Errors that the page may write to its console. */
  readonly allow?: RegExp;
}

const flags = ['--disable-gpu', '--use-fake-device-for-media-stream'];

const executablePath = findChromium();

/** Why tests in Chromium are skipped, if they are. With TFJS_STN_REQUIRE_BROWSER=1 they fail instead. */
export const skipReason: string | undefined =
  executablePath === undefined && process.env['TFJS_STN_REQUIRE_BROWSER'] !== '1'
    ? 'no Chromium; apt-get install chromium, or name one in TFJS_STN_BROWSER'
    : undefined;

/** Builds and serves the page before the tests of a suite. */
export function browserTools(): PageTools {
  let browser: Browser | undefined;
  let served: ServedPage | undefined;
  const problems: string[] = [];
  beforeAll(async () => {
    if (executablePath === undefined) throw new Error('The tests of the page need Chromium');
    served = await servePage();
    browser = await launchChromium(executablePath, flags);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    expect(problems).toEqual([]);
  });
  const open = async (room: string, options: OpenOptions = {}): Promise<Page> => {
    if (!browser || !served) throw new Error('open: call it inside a test');
    const { address = served.address } = options;
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      // Animations would slow the tests down.
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      ...options.context,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !options.allow?.test(text)) problems.push(text);
    });
    context.on('request', (request) => {
      const url = request.url();
      // Windows that a test opens are not requests of the page.
      if (request.isNavigationRequest() && request.frame().page() !== page) return;
      if (!url.startsWith(address) && !/^(blob|data):/.test(url)) problems.push(`asked for ${url}`);
    });
    await options.before?.(page, context);
    await page.goto(`${address}#${room}`);
    return page;
  };
  return {
    served: () => {
      if (!served) throw new Error('served: call it inside a test');
      return served;
    },
    open,
  };
}
