import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import { serveFolder, type FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { site } from '../scripts/build-site.mjs';
import { packages, readJson, root } from '../scripts/repository.mjs';
import type { ModuleExports } from '../scripts/reference.mjs';

/** Path of the site on its server. */
const base = '/some/where/';
/** Least number of pages, so that the tests don't pass on an empty site. */
const leastPages = 300;

const main = fileURLToPath(new URL('../scripts/main.mjs', import.meta.url));
// vitest's own mode would make vite build for development.
const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };

describe('npm run docs', () => {
  it('builds the site, serves it, prints the address and ends on Ctrl-C', async () => {
    const child = spawn(process.execPath, [main, '--port', '0'], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (output += text.toString()));
    }
    const code = new Promise((resolve) => child.once('close', resolve));
    await expect.poll(() => output, { timeout: 600_000 }).toContain('(Ctrl-C stops)');
    const [address = ''] = /http:\S+/.exec(output) ?? [];
    expect(await (await fetch(address)).text()).toContain('Spatial Transformer Networks');
    child.kill('SIGINT');
    expect(await code).toBe(0);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  }, 600_000);

  it.each([
    [['--help'], 'Usage: npm run docs -- [options]'],
    [['--speed'], "docs: Unknown option '--speed'"],
    [['--port', 'x'], 'docs: --port must be a number from 0 to 65535, got x'],
  ])('answers %j without building', (args, text) => {
    const { stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      env,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toContain(text);
  });

  it('says that a port is taken before it builds', async () => {
    const server = await serveFolder('.');
    const { status, stderr } = spawnSync(process.execPath, [main, '--port', `${server.port}`], {
      env,
      encoding: 'utf8',
    });
    await server.close();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `docs: port ${server.port} is taken. Choose another with --port, or 0 for any\n`,
    });
  });
});

describe('the built site', () => {
  it('has no broken link and no broken anchor', () => {
    const files = new Set(filesOf(site));
    const pages = [...files].filter((file) => file.endsWith('.html') && !file.startsWith('demo/'));
    expect(pages.length).toBeGreaterThan(leastPages);
    const anchors = new Map(pages.map((page) => [page, idsOf(read(page))]));
    const broken = pages
      // It may stand for a page anywhere.
      .filter((page) => page !== '404.html')
      .flatMap((page) =>
        [...read(page).matchAll(/<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]+)"/g)]
          .map(([, target = '']) => target.replaceAll('&amp;', '&'))
          .filter((target) => isBroken(target, page, files, anchors))
          .map((target) => `${page} → ${target}`),
      );
    expect(broken).toEqual([]);
  });

  it('has a page for every export of every package', () => {
    const names = readJson('tooling/package-rules/public-names.json') as Record<string, string[]>;
    const modules = readJson('apps/docs/out/reference.json') as ModuleExports[];
    const entryPoints = packages().flatMap((each) => each.entryPoints.map(({ name }) => name));
    expect(modules.map(({ name }) => name).toSorted()).toEqual(entryPoints.toSorted());
    const shown = new Map(
      modules.map(({ name, exports }) => [name, exports.map((each) => each.name)]),
    );
    const missing = Object.entries(names).flatMap(([entryPoint, values]) =>
      values
        .filter((name) => !shown.get(entryPoint)?.includes(name))
        .map((name) => `${entryPoint}: ${name}`),
    );
    expect(missing).toEqual([]);
    const files = new Set(filesOf(site));
    const pageless = modules
      .flatMap(({ exports }) => exports)
      .filter(({ page }) => !files.has(`reference/${page}.html`));
    expect(pageless).toEqual([]);
  });

  it('links every export to the line of its source', () => {
    const modules = readJson('apps/docs/out/reference.json') as ModuleExports[];
    const pages = new Set(modules.flatMap(({ exports }) => exports.map(({ page }) => page)));
    const wrong = [...pages].filter((page) => {
      const link = /Defined in: <a href="https:[^"]+\/blob\/[^/"]+\/([^"#]+)#L(\d+)"/;
      const [, file = '', line = ''] = link.exec(read(`reference/${page}.html`)) ?? [];
      const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
      const declared = /^export (?:async )?\w+ (\w+)/.exec(
        text.split('\n')[Number(line) - 1] ?? '',
      );
      // oracleBicubic is called bicubic where it is declared.
      const name = posix.basename(page).toLowerCase();
      return !declared?.[1] || !name.endsWith(declared[1].toLowerCase());
    });
    expect(pages.size).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it('says in llms.txt which pages there are', () => {
    const links = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    const files = filesOf(site);
    expect(links.length).toBeGreaterThan(35);
    expect(links.filter((path) => !files.includes(path))).toEqual([]);
  });
});

const executablePath = findChromium();
const isSkipped = executablePath === undefined && process.env['TFJS_STN_REQUIRE_BROWSER'] !== '1';
if (isSkipped) console.warn('The pages are not opened: no Chromium');

describe.skipIf(isSkipped)('the pages [Chromium]', () => {
  let browser: Browser;
  let server: FolderServer;
  const problems: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    const onRequest = (path: string): void => void requests.push(path.slice(base.length));
    server = await serveFolder(site, { places: { [base]: {} }, compressed: true, onRequest });
    browser = await launchChromium(executablePath ?? '', ['--disable-gpu']);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    expect(problems).toEqual([]);
  });

  async function open(
    path: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    watch(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', ({ message }) => problems.push(`${path}: ${message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${path}: ${message.text()}`);
    });
    await page.goto(`${server.address}${path}`);
    return page;
  }

  function watch(context: BrowserContext): void {
    context.on('response', (response) => {
      if (!response.ok()) problems.push(`${response.status()} for ${response.url()}`);
    });
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.address) && !/^(blob|data):/.test(url))
        problems.push(`asked for ${url}`);
    });
  }

  it('load at most 300 kB, gzipped, before an example comes into view', async () => {
    const pages = [
      // Too low for its example.
      ['index.html', 100],
      ['get-started.html', 900],
      ['reference/core/functions/warp.html', 900],
    ] as const;
    for (const [path, height] of pages) {
      requests.length = 0;
      const page = await open(path, { viewport: { width: 1280, height } });
      await page.waitForLoadState('networkidle');
      const files = [...new Set(requests)].filter((file) => file !== '');
      const sizes = files.map((file) => gzipSync(readFileSync(join(site, file))).length);
      const sum = sizes.reduce((total, size) => total + size, 0);
      console.log(`first load of ${path}: ${sum} bytes gzipped`);
      expect(sum).toBeLessThanOrEqual(300_000);
      expect(files.filter((file) => file.endsWith('.wasm'))).toEqual([]);
      await page.context().close();
    }
  });

  it.each([
    ['index.html', 'desktop', 'light'],
    ['index.html', 'phone', 'dark'],
    ['examples/transforms.html', 'phone', 'light'],
    ['conventions.html', 'phone', 'light'],
    ['guides/train-digits.html', 'desktop', 'dark'],
    ['reference/core/index.html', 'desktop', 'light'],
    ['reference/core/interfaces/SpatialTransformer.html', 'phone', 'dark'],
    ['performance.html', 'phone', 'light'],
    ['backends.html', 'desktop', 'dark'],
    ['gallery.html', 'phone', 'dark'],
  ] as const)(
    '%s fits a %s in the %s theme and is accessible',
    async (path, screen, colorScheme) => {
      const width = screen === 'phone' ? 360 : 1280;
      const page = await open(path, { viewport: { width, height: 800 }, colorScheme });
      await page.waitForLoadState('networkidle');
      const folder = fileURLToPath(new URL('../out/screens', import.meta.url));
      await mkdir(folder, { recursive: true });
      const name = `${path.replaceAll('/', '-')}-${screen}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, name), fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await barriers(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('run an example as the tests in Node do, edited, and by a link', async () => {
    const page = await open('index.html');
    const example = page.locator('stn-example[name=start]');
    await expectState(page, 'start', 'done');
    const before = await pixelsOf(page);
    await example.getByRole('button', { name: 'Point 1' }).press('ArrowRight');
    await expect.poll(() => pixelsOf(page)).not.toBe(before);
    await example.getByRole('textbox').fill("show({ photo: await picture('scene') });");
    await expect.poll(() => example.locator('figure').count()).toBe(1);
    await example.getByRole('button', { name: 'Copy link' }).click();
    const link = page.url();
    await example.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => pixelsOf(page)).toBe(before);
    await page.context().close();

    const linked = await open(link.slice(server.address.length));
    const output = linked.locator('stn-example[name=start] .stn-output');
    await expect.poll(() => output.textContent()).toContain('comes from the link');
    await linked.getByLabel('Backend').selectOption('webgl');
    expect(await linked.locator('figure').count()).toBe(0);
    await linked.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => linked.locator('figure').count()).toBe(1);
    await linked.locator('[data-backend=webgl]').waitFor();
    await linked.context().close();
  });

  it('run on the backend that the reader chooses, which is loaded then and remembered', async () => {
    requests.length = 0;
    const page = await open('index.html');
    await expectState(page, 'start', 'done');
    const onWasm = await valuesOf(page);
    const list = page.getByLabel('Backend').first();
    expect(await list.inputValue()).toBe('wasm');
    const before = new Set(requests);
    await list.selectOption('webgl');
    await page.locator('stn-example[name=start][data-backend=webgl]').waitFor();
    const loaded = requests.filter((file) => !before.has(file) && file.endsWith('.js'));
    expect(loaded.map((file) => read(file)).join('')).toContain('SOFTWARE_WEBGL_ENABLED');
    expectAlike(await valuesOf(page), onWasm);

    requests.length = 0;
    await page.goto(`${server.address}examples/padding.html`);
    await page.locator('stn-example[data-backend=webgl]').first().waitFor();
    expect(await page.getByLabel('Backend').first().inputValue()).toBe('webgl');
    expect(requests.filter((file) => file.endsWith('.wasm'))).toEqual([]);
    await page.getByLabel('Backend').first().selectOption('wasm');
    await page.locator('stn-example[data-backend=wasm]').first().waitFor();
    await page.context().close();
  });

  it('tell what is wrong with edited code', async () => {
    const page = await open('index.html');
    await expectState(page, 'start', 'done');
    const example = page.locator('stn-example[name=start]');
    await example.getByRole('textbox').fill("import { nothing } from 'elsewhere';");
    await expectState(page, 'start', 'failed');
    expect(await example.locator('.stn-output').textContent()).toContain('got elsewhere');
    await page.context().close();
  });

  it('lead on to others without loading again, and find text', async () => {
    const page = await open('guides/flatten-document.html');
    await page.getByRole('link', { name: 'Samplers', exact: true }).first().click();
    await page.waitForURL('**/some/where/examples/samplers.html');
    await expectState(page, 'nearest', 'done');
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.locator('#localsearch-input').fill('bendingEnergy');
    const found = page.locator('#localsearch-list a').first();
    expect(await found.getAttribute('href')).toMatch(/^\/some\/where\/.*\.html/);
    await found.click();
    await page.waitForURL(/bendingEnergy|register-images|core/);
    await page.context().close();
  });

  async function expectState(page: Page, name: string, state: string): Promise<void> {
    await page.locator(`stn-example[name=${name}][data-state=${state}]`).waitFor();
  }
});

/** The pixels of the last picture on a page, as an address. */
function pixelsOf(page: Page): Promise<string> {
  return page.evaluate(() => [...document.querySelectorAll('canvas')].at(-1)?.toDataURL() ?? '');
}

/** The bytes of the last picture on a page. */
function valuesOf(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const canvas = [...document.querySelectorAll('canvas')].at(-1);
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(pixels?.data ?? []);
  });
}

/** Equal up to 2 of 255. */
function expectAlike(shown: readonly number[], expected: readonly number[]): void {
  expect(expected.length).toBeGreaterThan(0);
  expect(shown.length).toBe(expected.length);
  const isNear = (value: number, index: number): boolean =>
    Math.abs(value - (shown[index] ?? NaN)) <= 2;
  expect(expected.every(isNear)).toBe(true);
}

/** What axe calls serious or worse. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (Reflect.get(globalThis, 'axe') as typeof axe).run({ resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function read(file: string): string {
  return readFileSync(join(site, file), 'utf8');
}

function idsOf(page: string): Set<string> {
  return new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
}

function isBroken(
  target: string,
  page: string,
  files: ReadonlySet<string>,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (/^(https?:|data:)/.test(target)) return false;
  const [path = '', anchor] = decodeURIComponent(target).split('#');
  const file =
    path === '' ? page : posix.join(dirname(page), path).replace(/(^|\/)\.?\/?$/, '$1index.html');
  if (!files.has(file)) return true;
  return Boolean(anchor) && anchors.get(file)?.has(anchor ?? '') === false;
}
