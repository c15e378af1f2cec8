import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { UserError } from './user-error.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds a Chromium.
 *
 * @returns {string | undefined} the executable that TFJS_STN_BROWSER names, or an installed one
 * @throws UserError if TFJS_STN_BROWSER names a file that can't be executed
 */
export function findChromium() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const named = process.env['TFJS_STN_BROWSER'] ?? '';
  if (named === '') return [...onPath, ...elsewhere].find(isExecutable);
  if (isExecutable(named)) return named;
  throw new UserError(`TFJS_STN_BROWSER must name an executable file, got ${named}`);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** No background network requests, and software WebGL without a GPU. */
const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
];

/**
 * Starts a headless Chromium.
 *
 * @param {string} executablePath
 * @param {readonly string[]} [further] additional flags
 * @returns {Promise<import('playwright-core').Browser>}
 * @throws the error of playwright if it does not start
 */
export async function launchChromium(executablePath, further = []) {
  // Loaded late, because most runs don't start a browser.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: [...flags, ...further], chromiumSandbox: false });
}
