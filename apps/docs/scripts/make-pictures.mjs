/**
 * Creates docs/pictures/*.png, which the examples read: the demo's samples and the faces of
 * scripts/pictures, rendered in Chromium, and ten of MNIST's digits. Run it again only to change one;
 * prints the landmarks of the faces and the corners of the page.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import { unpackDigits } from '@tfjs-stn-apps/digit-training/digits';
import { encode } from 'fast-png';

import { app, root } from './repository.mjs';

const samples = join(root, 'apps', 'demo', 'scripts', 'samples');
const pictures = [
  { name: 'scene', file: join(samples, 'scene.html'), width: 640, height: 640, scale: 0.2 },
  { name: 'card', file: join(samples, 'card.html'), width: 640, height: 640, scale: 0.25 },
  { name: 'page', file: join(samples, 'page.html'), width: 640, height: 640, scale: 0.4 },
  {
    name: 'faces',
    file: join(app, 'scripts/pictures/faces.html'),
    width: 960,
    height: 320,
    scale: 0.4,
  },
];

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('make-pictures: Chromium is needed, got none');
const out = join(root, 'docs', 'pictures');
mkdirSync(out, { recursive: true });

const browser = await launchChromium(executablePath, ['--disable-gpu']);
for (const { name, file, width, height, scale } of pictures) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: join(out, `${name}.png`) });
  const found = await page.evaluate(() => ({
    landmarks: Reflect.get(globalThis, 'landmarks'),
    corners: [...document.querySelectorAll('.corner')].map((corner) => {
      const { x, y } = corner.getBoundingClientRect();
      return [x, y].map((p) => Number((p / 320 - 1).toFixed(2)));
    }),
  }));
  console.log(name, JSON.stringify(found));
}
await browser.close();

const packed = readFileSync(join(root, 'apps/demo/src/assets/digits-test.bin'));
const { images, labels } = unpackDigits(gunzipSync(packed));
const strip = new Uint8Array(28 * 280);
for (let digit = 0; digit < 10; digit++) {
  const index = labels.indexOf(digit);
  for (let i = 0; i < 784; i++) {
    strip[Math.floor(i / 28) * 280 + digit * 28 + (i % 28)] = images[index * 784 + i] ?? 0;
  }
}
writeFileSync(
  join(out, 'digits.png'),
  encode({ width: 280, height: 28, data: strip, channels: 1 }),
);
