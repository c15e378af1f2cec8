import type { Browser } from 'playwright-core';

import { Absent } from '../contestants/absent.js';
import { findChromium } from './find-chromium.js';

/** Graphics in software, so that WebGL and WebGPU are there on machines without a GPU as well. */
const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  // In software a call may take longer than a GPU is allowed to be silent.
  '--disable-gpu-watchdog',
];

/**
 * Starts a Chromium without a window.
 *
 * @param file an executable; without it, the one that is installed
 * @throws Absent where there is none, or it does not start
 */
export async function launchChromium(file: string | undefined): Promise<Browser> {
  const executablePath = file ?? findChromium();
  if (executablePath === undefined) {
    throw new Absent(
      'there is no Chromium on this machine. Install one, or name it with --chromium',
    );
  }
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launch({ executablePath, args: flags, chromiumSandbox: false });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new Absent(`Chromium does not start: ${reason}`);
  }
}
