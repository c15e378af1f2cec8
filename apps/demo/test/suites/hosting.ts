import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { startPageServer } from '../../scripts/page-server.mjs';
import type { PageTools } from '../browser.js';
import { figure, hasNet, warped } from './page-parts.js';

/** The page on servers, and offline. */
export function testHosting({ open, served }: PageTools): void {
  describe('on a server', () => {
    it('works offline after the first visit, under both URLs', async () => {
      const server = await startPageServer(served().folder, { base: '/off/' });
      const page = await open('draw', {
        context: { serviceWorkers: 'allow' },
        address: server.address,
      });
      await hasNet(page);
      await controlled(page);
      // Another page on the same server is not cached.
      expect(await page.evaluate(() => caches.keys())).toEqual([
        expect.stringContaining(`tfjs-stn-demo ${server.address} `),
      ]);
      await server.close();
      await page.reload();
      await hasNet(page);
      await page.getByRole('button', { name: 'Example of a 5' }).click();
      await expect.poll(() => figure(page, 'answer').textContent()).toBe('5');
      await page.goto(`${server.address}index.html?again#learn`);
      await hasNet(page);
      expect(await page.locator('.digit canvas').count()).toBe(20);
      await page.getByRole('link', { name: 'Warp' }).click();
      await warped(page);
      await page.context().close();
    });

    it('keeps its version until it is closed, then uses the new one', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-demo-'));
      await cp(served().folder, folder, { recursive: true });
      const server = await startPageServer(folder, { base: '/page/' });
      const page = await open('warp', {
        context: { serviceWorkers: 'allow' },
        address: server.address,
      });
      await warped(page);
      await controlled(page);
      const worker = await fetch(new URL('service-worker.js', server.address));
      const text = (await worker.text()).replace(/__[0-9a-f]{12}|[0-9a-f]{12}`/, 'next`');
      await writeFile(join(folder, 'service-worker.js'), text);
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 20));
      });
      // The files of the open page are still there, also of unvisited rooms.
      expect(await page.evaluate(() => caches.keys())).toHaveLength(2);
      await page.getByRole('link', { name: 'Learn' }).click();
      await hasNet(page);
      // A second page on the same server can see the caches.
      const second = await page.context().newPage();
      await second.goto(new URL('/', server.address).href);
      await page.close();
      await expect
        .poll(() => second.evaluate(() => caches.keys()), { timeout: 10_000 })
        .toEqual([expect.stringMatching(/next$/)]);
      await second.goto(server.address);
      await warped(second);
      await second.context().close();
      await server.close();
      await rm(folder, { recursive: true });
    });

    it('is strict without headers from the server', async () => {
      const server = await startPageServer(served().folder, { headers: {} });
      const page = await open('warp', {
        address: server.address,
        allow: /Content Security Policy/,
      });
      await warped(page);
      const refused = await page.evaluate(async () => {
        const found: string[] = [];
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          found.push(effectiveDirective),
        );
        const script = document.createElement('script');
        script.textContent = 'window.broken = true';
        document.body.append(script);
        await fetch('https://example.org/').catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { found: found.sort(), broken: 'broken' in window };
      });
      expect(refused).toEqual({ found: ['connect-src', 'script-src-elem'], broken: false });
      await page.context().close();
      await server.close();
    });
  });
}

/** Waits until the service worker has everything. */
async function controlled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}
