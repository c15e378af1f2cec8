/**
 * Creates public/sample-*: renders the pages of scripts/samples in Chromium. Run it again only to
 * change a sample; prints the corners of the page on the desk, for src/rooms/warp/picture-panel.tsx.
 */
import { fileURLToPath } from 'node:url';

import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('make-samples: Chromium is needed, got none');

const browser = await launchChromium(executablePath, ['--disable-gpu']);
const page = await browser.newPage({ viewport: { width: 640, height: 640 } });
for (const [name, type] of /** @type {const} */ ([
  ['page', 'jpeg'],
  ['scene', 'jpeg'],
  ['card', 'png'],
])) {
  await page.goto(new URL(`samples/${name}.html`, import.meta.url).href);
  await page.screenshot({
    path: fileURLToPath(
      new URL(`../public/sample-${name}.${type === 'jpeg' ? 'jpg' : 'png'}`, import.meta.url),
    ),
    type,
    ...(type === 'jpeg' && { quality: 82 }),
  });
  const corners = await page.evaluate(() =>
    [...document.querySelectorAll('.corner')].map((corner) => {
      const { x, y } = corner.getBoundingClientRect();
      return { x: Number((x / 320 - 1).toFixed(3)), y: Number((y / 320 - 1).toFixed(3)) };
    }),
  );
  if (corners.length > 0) console.log(name, JSON.stringify(corners));
}
await browser.close();
