import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { OpenOptions, PageTools } from '../browser.js';
import { hugePng } from './huge-png.js';
import { kill, start, stepsReach } from './learn-room.js';
import { changed, expectSaid, figure, hasNet, settled, warped } from './page-parts.js';
import { drop } from './warp-room.js';

const png = (buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'picture.png',
  mimeType: 'image/png',
  buffer,
});

/** Faults, each with a plain message and a page that keeps working. */
export function testFaults({ open }: PageTools): void {
  describe('faults', () => {
    it('of pictures and cameras are shown with a remedy', async () => {
      const page = await open('warp', refusingCamera);
      await warped(page);
      const input = page.getByLabel('A picture from a file');
      await input.setInputFiles(png(Buffer.from('no picture')));
      await expectSaid(page, 'That file is not a picture that this browser can read');
      await input.setInputFiles(png(hugePng(10_000)));
      await expectSaid(page, 'That picture has 100 megapixels');
      await expectStillWorks(page);
      const small = encode({ width: 3, height: 2, data: new Uint8Array(24).fill(200) });
      await input.setInputFiles(png(Buffer.from(small)));
      await expectStillWorks(page);
      for (const [name, text] of [
        ['NotAllowedError', 'Permission to use the camera was refused'],
        ['NotFoundError', 'There is no camera here'],
        ['NotReadableError', 'another program may be using it'],
      ] as const) {
        await page.evaluate((problem) => Object.assign(window, { problem }), name);
        await page.getByRole('button', { name: 'Use the camera' }).click();
        await expectSaid(page, text);
      }
      await expectStillWorks(page);
      await page.route('**/sample-scene.jpg', (route) => route.abort());
      await page.getByRole('button', { name: 'A landscape' }).click();
      await expectSaid(page, 'That picture did not load');
      await expectStillWorks(page);
      await page.context().close();
    });

    it('of all kinds are told of long enough to be read, and then no more', async () => {
      const page = await open('warp', { before: (page) => page.clock.install() });
      await warped(page);
      const fail = (): Promise<void> =>
        page.getByLabel('A picture from a file').setInputFiles(png(Buffer.from('no picture')));
      await fail();
      const notice = page.locator('.notice');
      await notice.waitFor();
      await page.clock.runFor(12_000);
      expect(await notice.count()).toBe(1);
      await page.clock.runFor(4000);
      await expect.poll(() => notice.count()).toBe(0);
      // A pointer on it keeps it.
      await fail();
      await notice.hover();
      await page.clock.runFor(30_000);
      expect(await notice.count()).toBe(1);
      await page.mouse.move(0, 0);
      await page.clock.runFor(16_000);
      await expect.poll(() => notice.count()).toBe(0);
      await page.context().close();
    });

    it('of the first picture leave the room usable', async () => {
      const page = await open('warp', {
        allow: /Failed to load resource/,
        before: (page) => page.route('**/sample-page.jpg', (route) => route.abort()),
      });
      await page.getByText('There is no picture yet. Choose one.').waitFor();
      await expectSaid(page, 'That picture did not load');
      await page.getByRole('button', { name: 'A test card' }).click();
      await warped(page);
      await page.context().close();
    });

    it('a missing WebGL or WebGPU is reported when it is chosen', async () => {
      const page = await open('warp', {
        before: (page) =>
          patchWorker(
            page,
            `Object.defineProperty(navigator, 'gpu', { value: undefined });
             OffscreenCanvas.prototype.getContext = () => null;`,
          ),
      });
      await warped(page);
      for (const [backend, text] of [
        ['webgl', 'This browser has no WebGL 2 here'],
        ['webgpu', 'This browser has no WebGPU here.'],
      ] as const) {
        await page.getByLabel('Backend').selectOption(backend);
        await expectSaid(page, text);
        await page.locator('.figures').getByText('wasm + kernels').waitFor();
        await expectStillWorks(page);
      }
      await page.context().close();
    });

    it('without WebAssembly SIMD every room uses plain JavaScript and none trains', async () => {
      const page = await open('warp', {
        before: (page) => patchWorker(page, 'WebAssembly.validate = () => false;'),
      });
      await warped(page);
      await expectSaid(
        page,
        'no WebAssembly with SIMD. Using Plain JavaScript instead, which is slower.',
      );
      expect(await page.locator('.figures').textContent()).toContain('cpu');
      await page.getByLabel('Output size').selectOption('64,64');
      await expectStillWorks(page);
      await page.getByRole('link', { name: 'Learn' }).click();
      await hasNet(page);
      await page.getByText('but training needs it').waitFor();
      expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
      await page.getByRole('link', { name: 'Draw' }).click();
      await page.getByRole('button', { name: 'Example of a 3' }).click();
      await expect.poll(() => figure(page, 'answer').textContent(), { timeout: 30_000 }).toBe('3');
      await page.context().close();
    });

    it.each([
      ['a missing WebAssembly', 'delete self.WebAssembly;', 'This browser has no WebAssembly.'],
      [
        'a WebAssembly file that does not load',
        "self.fetch = ((real) => (what, how) => String(what).endsWith('.wasm') ? Promise.reject(new TypeError('gone')) : real(what, how))(self.fetch);",
        'The WebAssembly part of the page did not load.',
      ],
    ])('%s is reported and disables training', async (_what, patch, text) => {
      const page = await open('learn', { before: (page) => patchWorker(page, patch) });
      await hasNet(page);
      await expectSaid(page, `${text} The rest works, but more slowly; nets cannot be`);
      await page.context().close();
    });

    it('a worker that dies during a warp is restarted', async () => {
      const page = await open('warp');
      await warped(page);
      await kill(page);
      await expectSaid(page, 'crashed and was restarted. Nothing is lost', 'status');
      await expectStillWorks(page);
      await page.context().close();
    });

    it('a warp that takes too much memory is refused before it is tried', async () => {
      const page = await open('warp');
      await warped(page);
      await page.getByLabel('Output size').selectOption('1024,1024');
      // Fits if there is a kernel for it.
      await page.getByLabel('Sampler').selectOption('lanczos');
      await expectStillWorks(page);
      await page.getByLabel('Output size').selectOption('64,64');
      await page.getByLabel('Sampler').selectOption('lanczos');
      await page.getByLabel('Backend').selectOption('wasm');
      await settled(page, '.output-canvas');
      await page.getByLabel('Output size').selectOption('1024,1024');
      await expectSaid(page, ' GB at 1024 × 1024, and a page has 2 GB. Choose a smaller');
      await expect.poll(() => page.getByLabel('Output size').inputValue()).toBe('64,64');
      await expectStillWorks(page);
      await page.context().close();
    });

    it('a wasm instance that aborts is replaced, with the setting before', async () => {
      const page = await open('warp', {
        before: (page) =>
          patchWorker(
            page,
            'WebAssembly.Memory.prototype.grow = () => { throw new RangeError(); };',
          ),
      });
      await page.getByText('Starting').waitFor({ state: 'hidden' });
      await page.getByLabel('Output size').selectOption('64,64');
      await settled(page, '.output-canvas');
      await page.getByLabel('Output size').selectOption('1024,1024');
      await expectSaid(page, 'This could not be computed. Back to the setting before.');
      expect(await page.getByLabel('Output size').inputValue()).toBe('64,64');
      await expectStillWorks(page);
      await page.context().close();
    });

    it('a long computation is interrupted by the next choice', async () => {
      const page = await open('warp');
      await warped(page);
      const shown = await settled(page, '.output-canvas');
      // The next warp never ends.
      await page.workers()[0]!.evaluate(() => {
        performance.now = () => {
          for (;;);
        };
      });
      await page.getByLabel('Sampler').selectOption('nearest');
      await page.getByText('Computing …').waitFor();
      await page.getByLabel('Sampler').selectOption('bicubic');
      expect(await changed(page, '.output-canvas', shown)).not.toBe(shown);
      await page.context().close();
    });

    it('a worker that crashes or hangs during a training is restarted with the net', async () => {
      const page = await open('learn', { before: (page) => page.clock.install() });
      await hasNet(page);
      await start(page);
      await stepsReach(page, 3);
      await kill(page);
      await expectSaid(page, 'The training crashed. The net from before is restored');
      await hasNet(page);
      expect(await figure(page, 'net').textContent()).toContain('712,000');
      await start(page);
      await stepsReach(page, 1);
      // The first copy of the net is made after five seconds.
      await page.clock.runFor(6000);
      const step = Number(/\d+/.exec((await figure(page, 'step').textContent()) ?? '')?.[0]);
      await stepsReach(page, step + 3);
      await page.workers()[0]!.evaluate(() => {
        self.postMessage = () => {};
      });
      await page.clock.runFor(70_000);
      await expectSaid(page, 'The training crashed. The net from step');
      await drop(page, 'body', Buffer.from('a file'));
      await expectSaid(page, 'Pictures can be dropped in the room Warp.');
      await page.context().close();
    });

    it('a worker that never starts is reported', async () => {
      const page = await open('learn', {
        before: (page) => patchWorker(page, "throw new Error('no');"),
      });
      await expectSaid(page, 'The compute worker did not start. Reload the page');
      await page.getByText('There is no net.').waitFor();
      await page.getByRole('link', { name: 'Warp' }).click();
      await expectSaid(page, 'The compute worker keeps failing. Reload the page');
      await page.context().close();
    });

    it('a net that does not load is loaded by another attempt', async () => {
      const page = await open('learn', {
        allow: /404|Failed to load resource/,
        before: (page) =>
          page.route('**/pretrained-*', (route) => route.fulfill({ status: 404, body: '' }), {
            times: 1,
          }),
      });
      await expectSaid(page, 'The net did not load (404). Check the connection and try');
      await page.getByRole('button', { name: 'Try again' }).click();
      await hasNet(page);
      await page.context().close();
    });

    it('a browser without storage is reported', async () => {
      const page = await open('learn', {
        before: (page) =>
          page.addInitScript(() => {
            indexedDB.open = () => {
              throw new DOMException('no', 'SecurityError');
            };
          }),
      });
      await hasNet(page);
      await page.getByRole('button', { name: 'Save in browser' }).click();
      await expectSaid(page, 'This browser does not let the page save a net. Save it to files.');
      await page.context().close();
    });
  });
}

/** Refuses the camera for the reason that the test names. */
const refusingCamera: OpenOptions = {
  allow: /Failed to load resource/,
  before: (page) =>
    page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('no', (window as Window & { problem?: string }).problem);
      };
    }),
};

/** Init scripts of a page don't reach its workers, so the worker's own file is patched. */
async function patchWorker(page: Page, patch: string): Promise<void> {
  await page.route('**/engine-worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${patch}\n${await response.text()}` });
  });
}

/** Moving a handle changes the output. */
async function expectStillWorks(page: Page): Promise<void> {
  const before = await settled(page, '.output-canvas');
  await page.getByLabel('Corner, lower right').focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press('Shift+ArrowUp');
  await changed(page, '.output-canvas', before);
}
