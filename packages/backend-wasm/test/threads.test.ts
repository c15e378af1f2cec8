import '@tensorflow/tfjs-backend-wasm';

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ones, setBackend, zeros, type Rank } from '@tensorflow/tfjs-core';
import { gridSample } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';

import { registerWasmKernels, type WasmKernelOptions } from '../src/index.js';
import type { Place } from './fixtures/threads-page.js';
import type { Report, ReportOptions } from './support/thread-report.js';

const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What the server sends with every file of a page, by the first part of its path. */
const pages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  isolated,
  'without-worker': isolated,
  'not-isolated': {},
  // tfjs starts its own workers from blob: URLs.
  'tfjs-blobs': { ...isolated, 'Content-Security-Policy': policy('blob:') },
  strict: { ...isolated, 'Content-Security-Policy': policy('') },
};

function policy(more: string): string {
  return `default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${more}; worker-src 'self' ${more}`;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};
const wasmFolder = join(
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
  'dist',
);

/** Files of the page by name, and those of tfjs. */
function serve(files: ReadonlyMap<string, string | Uint8Array>): Server {
  return createServer(({ url = '' }, response) => {
    const [, page = '', ...rest] = url.split('/');
    const name = rest.join('/') || 'index.html';
    const given = page === 'wasm' ? readFileSync(join(wasmFolder, name)) : files.get(name);
    const isMissing = page === 'without-worker' && name.includes('kernel-worker');
    const headers = pages[page] ?? isolated;
    const type = types[extname(name)] ?? 'text/plain';
    response.writeHead(given === undefined || isMissing ? 404 : 200, {
      ...headers,
      'Content-Type': type,
    });
    response.end(isMissing ? undefined : given);
  }).listen(0, '127.0.0.1');
}

/** Bundles the page as a user's tool would. */
async function bundle(): Promise<Map<string, string | Uint8Array>> {
  const source = process.env['TFJS_STN_DIST'] === '1' ? [] : ['@tfjs-stn/source'];
  const built = await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    base: './',
    mode: 'production',
    resolve: { conditions: [...source, 'module', 'browser', 'production'] },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      target: 'es2022',
      rolldownOptions: {
        input: 'fixtures/threads-page.ts',
        output: { entryFileNames: 'page.js' },
      },
    },
  });
  const files = new Map<string, string | Uint8Array>([
    [
      'index.html',
      '<!doctype html><link rel="icon" href="data:," /><script type="module" src="page.js"></script>',
    ],
  ]);
  if (!('output' in built)) throw new Error('vite did not build the page');
  for (const file of built.output) {
    files.set(file.fileName, file.type === 'chunk' ? file.code : file.source);
  }
  return files;
}

const executablePath = inject('chromium');

describe.skipIf(executablePath === '')('threads in Chromium', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    server = serve(await bundle());
    browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function report(at: string, place: Place, options: ReportOptions): Promise<Report> {
    page = await browser.newPage();
    const { port } = server.address() as AddressInfo;
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`http://localhost:${port}/${at}/`);
    expect(errors).toEqual([]);
    return page.evaluate(([where, given]) => globalThis.report(where, given), [
      place,
      options,
    ] as const);
  }
  const kernelWorkers = (): number =>
    page.workers().filter((worker) => worker.url().includes('kernel-worker')).length;

  it.each(['page', 'worker'] as const)(
    'share the work in a %s, with the same bits',
    async (place) => {
      const found = await report('isolated', place, { threads: [1, 2, 3], tfjsThreads: true });
      expect(found.warnings).toEqual([]);
      expect(found.started).toEqual([0, 1, 2]);
      expect(new Set(found.hashes).size).toBe(1);
      const [one, two = 0, three = 0] = found.shares;
      expect(one).toBe(0);
      expect(two).toBeGreaterThan(0);
      expect(three).toBeGreaterThan(0);
      // Unregistered.
      await expect.poll(kernelWorkers).toBe(0);
      await page.close();
    },
  );

  const notIsolated =
    'the page is not cross-origin isolated: serve it with the headers Cross-Origin';
  it.each([
    ['not-isolated', true, notIsolated],
    // Where tfjs's own workers may not start.
    ['strict', false, 'tfjs has loaded a build without threads: give setWasmPaths'],
    ['without-worker', true, 'kernel-worker.js was not found or is blocked'],
  ])('%s: one thread, and a word why', async (at, tfjsThreads, why) => {
    const found = await report(at, 'page', { threads: [1, 2, 2], tfjsThreads });
    expect(found.warnings).toEqual([
      expect.stringContaining(`could not start worker threads (${why}`),
    ]);
    expect(found.shares).toEqual([0, 0, 0]);
    expect(new Set(found.hashes).size).toBe(1);
    await page.close();
  });

  it('tfjs-blobs: threads under a policy that allows them to tfjs', async () => {
    const found = await report('tfjs-blobs', 'page', { threads: [1, 2], tfjsThreads: true });
    expect(found.warnings).toEqual([]);
    expect(found.shares[1]).toBeGreaterThan(0);
    expect(new Set(found.hashes).size).toBe(1);
    await page.close();
  });
});

describe('threads in Node.js', () => {
  afterEach(() => vi.restoreAllMocks());

  it('there is one, with a word where to find more', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await setBackend('wasm');
    const unregister = await registerWasmKernels({ threads: 2 });
    const image = ones<Rank.R4>([1, 4, 4, 1]);
    const grid = zeros<Rank.R4>([1, 2, 2, 2]);
    for (let round = 0; round < 2; round++) {
      const sampled = gridSample(image, grid, { sampler: bilinear() });
      expect([...sampled.dataSync()]).toEqual([1, 1, 1, 1]);
    }
    unregister();
    expect(warn.mock.calls).toEqual([
      [
        "registerWasmKernels: could not start worker threads (tfjs's wasm backend has one thread in Node.js: take registerNodeKernels of @tfjs-stn/backend-node). Continuing with fewer; leave threads out to silence this warning",
      ],
    ]);
  });

  it.each([
    [{ threads: 0 }, 'threads must be a whole number from 1 to 256, got 0. Leave it out for one'],
    [
      { threads: 1.5 },
      'threads must be a whole number from 1 to 256, got 1.5. Leave it out for one',
    ],
    [{ workers: 2 }, "options may have threads, got 'workers'"],
  ])('%j is refused', async (options, message) => {
    const attempt = registerWasmKernels(options as WasmKernelOptions);
    await expect(attempt).rejects.toThrow(new OptionError('registerWasmKernels', message));
    await expect(attempt).rejects.toBeInstanceOf(OptionError);
  });
});
