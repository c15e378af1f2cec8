import { deflateSync } from 'node:zlib';

import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { OpenOptions, PageTools } from '../browser.js';
import { changed, figure, numberIn, settled, warped } from './page-parts.js';

const png = (buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'picture.png',
  mimeType: 'image/png',
  buffer,
});

/** What can go wrong, each with a plain message and a page that works on. */
export function testFaults({ open }: PageTools): void {
  describe('faults', () => {
    it('a picture that is broken, and one of 100 megapixels', async () => {
      const page = await open('warp');
      await warped(page);
      const input = page.getByLabel('A picture from a file');
      await input.setInputFiles(png(Buffer.from('no picture')));
      await expectSaid(page, 'That file is no picture that this browser can read');
      await expectStillWorks(page);
      await input.setInputFiles(png(hugePng(10_000)));
      await expectSaid(page, 'That picture has 100 megapixels');
      await expectStillWorks(page);
      const small = encode({ width: 3, height: 2, data: new Uint8Array(24).fill(200) });
      await input.setInputFiles(png(Buffer.from(small)));
      await expectStillWorks(page);
      await page.context().close();
    });

    it.each([
      ['NotAllowedError', 'permission was refused'],
      ['NotFoundError', 'There is no camera here'],
      ['NotReadableError', 'another program may be using it'],
    ])('a camera that says %s', async (name, text) => {
      const page = await open('warp', {
        before: (page) =>
          page.addInitScript((error) => {
            navigator.mediaDevices.getUserMedia = async () => {
              throw new DOMException('no', error);
            };
          }, name),
      });
      await warped(page);
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await expectSaid(page, text);
      await expectStillWorks(page);
      await page.context().close();
    });

    it('no WebGL and no WebGPU, which it does without', async () => {
      const page = await open('warp', {
        before: (page) =>
          page.addInitScript(() => {
            Object.defineProperty(navigator, 'gpu', { value: undefined });
            const getContext = HTMLCanvasElement.prototype.getContext as (kind: string) => unknown;
            Object.assign(HTMLCanvasElement.prototype, {
              getContext(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
                return kind === '2d' ? getContext.apply(this, [kind, ...rest] as never) : null;
              },
            });
          }),
      });
      await warped(page);
      await expectStillWorks(page);
      expect(await page.locator('.notice').count()).toBe(0);
      await page.context().close();
    });

    it('no WebAssembly SIMD: plain JavaScript, in every room', async () => {
      const page = await open('warp', withoutSimd);
      await warped(page);
      await expectSaid(page, 'no WebAssembly with SIMD');
      expect(await page.locator('.figures').textContent()).toContain('cpu');
      await page.getByLabel('Output size').selectOption('64,64');
      await expectStillWorks(page);
      await page.getByRole('link', { name: 'Draw' }).click();
      await page.getByRole('button', { name: 'Draw a 3 for me' }).click();
      await expect.poll(() => figure(page, 'answer').textContent(), { timeout: 30_000 }).toBe('3');
      await page.context().close();
    });

    it('a worker that dies while warping', async () => {
      const page = await open('warp');
      await warped(page);
      await kill(page);
      await expectSaid(page, 'failed and was started again. Nothing is lost');
      await expectStillWorks(page);
      await page.context().close();
    });

    it('a worker that dies in mid-training', async () => {
      const page = await open('learn');
      await page.getByRole('button', { name: 'Start training' }).click();
      await expect
        .poll(() => numberIn(figure(page, 'step')), { timeout: 30_000 })
        .toBeGreaterThanOrEqual(3);
      await kill(page);
      await expectSaid(page, 'The training failed and has ended');
      const start = page.getByRole('button', { name: 'Start training' });
      await expect.poll(() => start.isEnabled()).toBe(true);
      await start.click();
      await expect
        .poll(() => numberIn(figure(page, 'step')), { timeout: 30_000 })
        .toBeGreaterThanOrEqual(2);
      await page.context().close();
    });

    it('a net that does not load', async () => {
      const page = await open('learn', {
        allow: /404|Failed to load resource/,
        before: (page) =>
          page.route('**/pretrained-*', (route) => route.fulfill({ status: 404, body: '' })),
      });
      await expectSaid(page, 'The net did not load (404). Reload the page.');
      await page.getByRole('link', { name: 'Warp' }).click();
      await warped(page);
      await page.context().close();
    });
  });
}

/** Scripts of a page's set-up do not reach its workers; the worker's own file is changed. */
const withoutSimd: OpenOptions = {
  before: (page) =>
    page.route('**/engine-worker-*.js', async (route) => {
      const response = await route.fetch();
      const body = `WebAssembly.validate = () => false;\n${await response.text()}`;
      await route.fulfill({ response, body });
    }),
};

/** Moving a handle changes the output. */
async function expectStillWorks(page: Page): Promise<void> {
  const before = await settled(page, '.output-canvas');
  await page.getByRole('button', { name: 'Corner, lower right' }).focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press('Shift+ArrowUp');
  await changed(page, '.output-canvas', before);
}

/** Throws where nobody catches, in the page's worker. */
async function kill(page: Page): Promise<void> {
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('killed by a test');
    }, 0);
  });
}

/** A square PNG with one bit per pixel, all black: a few kilobytes, whatever its size. */
function hugePng(size: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.writeUInt8(1, 8);
  const pixels = deflateSync(Buffer.alloc(size * (size / 8 + 1)));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The checksum of PNG's chunks (zlib's CRC-32), bit by bit. */
function crc32(bytes: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

/** The page says something, where screen readers hear it. */
async function expectSaid(page: Page, text: string): Promise<void> {
  await expect
    .poll(() => page.locator('.notices').textContent(), { timeout: 20_000 })
    .toContain(text);
}
