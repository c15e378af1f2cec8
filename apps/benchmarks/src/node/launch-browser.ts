import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import type { Browser } from 'playwright-core';

import { Absent } from '../contestants/absent.js';

const flags = [
  '--enable-unsafe-webgpu',
  // In software a call may take longer than a GPU is allowed to be silent.
  '--disable-gpu-watchdog',
];

/** WebGPU knows no fallback that would be taken by itself. */
const softwareWebgpu = '--use-webgpu-adapter=swiftshader';

/**
 * Starts a Chromium without a window, with the machine's GPU if WebGPU finds it, else with graphics
 * in software.
 *
 * @param file an executable; without it, the one that TFJS_STN_BROWSER names or is installed
 * @throws Absent where there is none, or it does not start
 */
export async function launchBrowser(file: string | undefined): Promise<Browser> {
  const executablePath = file ?? findChromium();
  if (executablePath === undefined) {
    throw new Absent(
      'there is no Chromium on this machine. Install one, or name it with --chromium or TFJS_STN_BROWSER',
    );
  }
  const browser = await launch(executablePath, flags);
  if (await hasWebgpu(browser)) return browser;
  await browser.close();
  return launch(executablePath, [...flags, softwareWebgpu]);
}

async function launch(executablePath: string, further: readonly string[]): Promise<Browser> {
  try {
    return await launchChromium(executablePath, further);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new Absent(`Chromium does not start: ${reason}`);
  }
}

async function hasWebgpu(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  try {
    // Only secure pages have WebGPU; this one comes from nowhere.
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
