import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import { serveFolder } from '@tfjs-stn-apps/app-tools/serve-folder';

/** tfjs takes WebGL in software for slow, and refuses it unless told. */
const flags = '?tfjsflags=SOFTWARE_WEBGL_ENABLED:true';

/**
 * Serves a folder and opens its index.html in Chromium.
 *
 * @param {string} folder
 * @param {{ lines: number, look?: (page: import('playwright-core').Page) => Promise<string>, headers?: Readonly<Record<string, string>> }} options
 *   how many lines to wait for, what to find out then, and headers of every file
 * @returns {Promise<string[]>} the first lines that the page writes to its console, then what `look` said
 * @throws the page's first error
 */
export async function readPage(folder, { lines, look, headers = {} }) {
  const server = await serveFolder(folder, { places: { '/': headers } });
  const browser = await launchChromium(findChromium() ?? '');
  try {
    const page = await browser.newPage();
    const said = firstLines(page, lines);
    await page.goto(server.address + flags);
    const read = await said;
    return look ? [...read, await look(page)] : read;
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} count
 * @returns {Promise<string[]>}
 */
function firstLines(page, count) {
  return new Promise((resolve, reject) => {
    /** @type {string[]} */
    const read = [];
    const timer = setTimeout(() => {
      reject(
        new Error(`the page wrote ${read.length} of ${count} lines in 90 s: ${read.join('; ')}`),
      );
    }, 90_000);
    page.on('pageerror', reject);
    page.on('console', (message) => {
      const isIcon = message.location().url.endsWith('/favicon.ico');
      if (message.type() === 'error' && !isIcon) reject(new Error(message.text()));
      if (message.type() !== 'log') return;
      read.push(message.text());
      if (read.length < count) return;
      clearTimeout(timer);
      resolve(read);
    });
  });
}
