import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import type { Browser, Page } from 'playwright-core';

import { Absent, reasonOf } from '../contestants/contestant.js';
import type { Driver } from './driver.js';
import { inTime, timeout } from './in-time.js';
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
 * software.
 *
 * @param file an executable; without it, the one that TFJS_STN_BROWSER names or is installed
 * @throws Absent where there is none, or it does not start
 */
export async function launchBrowser(file: string | undefined): Promise<Browser> {
  const executable = file ?? findChromium();
  if (executable === undefined) {
    throw new Absent(
      'there is no Chromium on this machine. Install one, or name it with --chromium or TFJS_STN_BROWSER',
    );
  }
  const launch = (further: readonly string[]): Promise<Browser> =>
    launchChromium(executable, further).catch((error: unknown) => {
      throw new Absent(`Chromium does not start: ${reasonOf(error)}`);
    });
  const browser = await launch(flags);
  if (await hasWebgpu(browser)) return browser;
  await browser.close();
  return launch([...flags, softwareWebgpu]);
}

async function hasWebgpu(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  try {
    // Only secure pages have WebGPU; this one is made up.
    await page.route('https://localhost/', (route) => route.fulfill({ body: 'nothing' }));
    await page.goto('https://localhost/');
    return await page.evaluate(async () => {
      const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
      return Boolean(await gpu?.requestAdapter().catch(() => null));
    });
  } catch {
    return false;
  } finally {
    await page.close();
  }
}

/** Pages of one browser, opened when they are first needed. */
export interface BrowserPages {
  /** The driver of the page at an address. */
  driverAt(address: string): Promise<Driver>;
  close(): Promise<void>;
}

interface Opened {
  readonly browser: Browser;
  readonly server: FolderServer;
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
export function browserPages(
  seed: number,
  executable: string | undefined,
  served?: FolderServer,
): BrowserPages {
  let opening: Promise<Opened> | undefined;
  const pages = new Map<string, OpenPage>();
  const open = async (): Promise<Opened> => {
    const browser = await launchBrowser(executable);
    return { browser, server: served ?? (await servePage(0)) };
  };
  return {
    async driverAt(address) {
      const found = pages.get(address);
      // A GPU that has failed once fails until the page is loaded again.
      const isLost = found !== undefined && found.suspect && found.entries === 0;
      if (found && !isLost) return pageDriver(found);
      await found?.page.close();
      const page = await load(await (opening ??= open()), address, seed);
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

async function load({ browser, server }: Opened, address: string, seed: number): Promise<Page> {
  const page = await browser.newPage();
  const separator = address.includes('?') ? '&' : '?';
  await page.goto(`http://localhost:${server.port}/${address}${separator}seed=${seed}`);
  await page.waitForFunction(() => globalThis.tfjsStnBenchmark !== undefined, undefined, {
    timeout,
  });
  return page;
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
