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
 * @returns {string | undefined} the Chromium that TFJS_STN_BROWSER names, or one that is installed
 * @throws UserError if the one that is named can't be run: another would not be what was asked for
 */
export function findChromium() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const named = process.env['TFJS_STN_BROWSER'] ?? '';
  if (named === '') return [...onPath, ...elsewhere].find(isExecutable);
  if (isExecutable(named)) return named;
  throw new UserError(`TFJS_STN_BROWSER must name a file that can be run, got ${named}`);
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
