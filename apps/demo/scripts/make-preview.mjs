/** Creates public/preview.jpg, a picture of the page in dist, with Chromium. */
import { fileURLToPath } from 'node:url';

import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';

import { startPageServer } from './page-server.mjs';

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('make-preview: Chromium is needed, got none');

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const server = await startPageServer(process.argv[2] ?? path('../dist'));
const browser = await launchChromium(executablePath, ['--disable-gpu']);
const page = await browser.newPage({
  viewport: { width: 1200, height: 630 },
  colorScheme: 'light',
});
await page.goto(server.address);
await page.locator('.output:not(:has(.loading))').waitFor();
await page.screenshot({ path: path('../public/preview.jpg'), type: 'jpeg', quality: 80 });
await browser.close();
await server.close();
