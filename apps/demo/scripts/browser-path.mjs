import { existsSync } from 'node:fs';

/** Where Debian and others put Chromium. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns {string | undefined} a Chromium to drive: TFJS_STN_BROWSER, or where one usually is */
export function browserPath() {
  return [process.env['TFJS_STN_BROWSER'] ?? '', ...places].find((path) => existsSync(path));
}
