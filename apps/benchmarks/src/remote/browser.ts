import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import type { Browser, Page } from 'playwright-core';

import { Absent, reasonOf } from '../contestants/contestant.js';
import { inTime, timeout, type Driver } from './driver.js';
import { servePage } from './page-build.js';

const flags = [
  '--enable-unsafe-webgpu',
  // In software a call may take longer than a GPU is allowed to be silent.
  '--disable-gpu-watchdog',
];
/** WebGPU has no fallback of its own. */
const softwareWebgpu = '--use-webgpu-adapter=swiftshader';

/**
 * Starts Chromium without a window, on the machine's GPU if WebGPU finds it, else with graphics in
 * software: the one that TFJS_STN_BROWSER names, or an installed one.
 *
 * @param address a page of localhost: only secure ones have WebGPU
 * @throws Absent where there is none, or it does not start
 */
export async function launchBrowser(address: string): Promise<Browser> {
  const executable = findChromium();
  if (executable === undefined) {
    throw new Absent(
      'there is no Chromium on this machine. Install one, or name it with TFJS_STN_BROWSER',
    );
  }
  const launch = (further: readonly string[]): Promise<Browser> =>
    launchChromium(executable, further).catch((error: unknown) => {
      throw new Absent(`Chromium does not start: ${reasonOf(error)}`);
    });
  const browser = await launch(flags);
  if (await hasWebgpu(browser, address)) return browser;
  await browser.close();
  return launch([...flags, softwareWebgpu]);
}

async function hasWebgpu(browser: Browser, address: string): Promise<boolean> {
  const page = await browser.newPage();
  // Its scripts need not start.
  await page.goto(address, { waitUntil: 'commit' });
  const found = await page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
    return Boolean(await gpu?.requestAdapter().catch(() => null));
  });
  await page.close();
  return found;
}

/** Pages of one browser, opened when they are first needed. */
export interface BrowserPages {
  /** The driver of the page at an address. */
  driverAt(address: string): Promise<Driver>;
  close(): Promise<void>;
}

/** A page, how many entries it has, and whether something went wrong in it. */
interface OpenPage {
  readonly page: Page;
  entries: number;
  suspect: boolean;
}

/**
 * A browser with its pages. Nothing starts before a driver is asked for.
 *
 * @param served a server of the page; without it, it is built and served when it is needed
 */
export function browserPages(seed: number, served?: FolderServer): BrowserPages {
  const open = async (): Promise<{ browser: Browser; server: FolderServer }> => {
    const server = served ?? (await servePage(0));
    return { server, browser: await launchBrowser(server.address) };
  };
  let opening: ReturnType<typeof open> | undefined;
  const pages = new Map<string, OpenPage>();
  return {
    async driverAt(address) {
      const found = pages.get(address);
      // A GPU that has failed once fails until the page is loaded again.
      const isLost = found?.suspect === true && found.entries === 0;
      if (found && !isLost) return pageDriver(found);
      await found?.page.close();
      const { browser, server } = await (opening ??= open());
      const page = await browser.newPage();
      const separator = address.includes('?') ? '&' : '?';
      await page.goto(`http://localhost:${server.port}/${address}${separator}seed=${seed}`);
      const isReady = (): boolean => globalThis.tfjsStnBenchmark !== undefined;
      await page.waitForFunction(isReady, undefined, { timeout });
      const opened: OpenPage = { page, entries: 0, suspect: false };
      pages.set(address, opened);
      return pageDriver(opened);
    },
    async close() {
      const all = await opening?.catch(() => undefined);
      opening = undefined;
      await all?.browser.close();
      if (served === undefined) await all?.server.close();
    },
  };
}

function pageDriver(opened: OpenPage): Driver {
  return async (request) => {
    if (request.do === 'teardown') opened.entries -= 1;
    const asking = opened.page.evaluate(
      (asked) => globalThis.tfjsStnBenchmark?.(asked) ?? { failed: 'the page is not ready' },
      request,
    );
    // Its computation may take hours.
    const close = (): void => void opened.page.close().catch(() => undefined);
    const answer = await inTime(asking, close).catch((error: unknown) => {
      opened.suspect = true;
      throw error;
    });
    if (answer.entry !== undefined) opened.entries += 1;
    if (answer.failed !== undefined) opened.suspect = true;
    return answer;
  };
}
