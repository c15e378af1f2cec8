import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@tfjs-stn-apps/app-tools/chromium';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';

import { readPage } from '../scripts/page.mjs';
import { install, makeProject, OfflineError } from '../scripts/project.mjs';
import { programPackages, root } from '../scripts/repository.mjs';
import { mustRun, run } from '../scripts/run.mjs';
import {
  measureSizes,
  readSizes,
  sizeDrift,
  smallestSet,
  umbrellaSet,
  unusedSet,
  usedSet,
  weighedPackages,
  withoutCheckpoints,
  type Sizes,
} from '../scripts/sizes.mjs';

/** The output of main.ts, computed by hand. */
const byHand = {
  // Every pixel of [[1, 2], [3, 4]] a quarter further.
  turned: [2, 4, 1, 3],
  // (x, y) · (1 - r²/4): corners look half as far from the centre, edges three quarters.
  bent: [2, 1.75, 3, 3.25, 4, 4.75, 5, 6.25, 6],
};

/** Why no page is tried. With TFJS_STN_REQUIRE_BROWSER=1 it fails instead. */
const browserSkipReason =
  findChromium() === undefined && process.env['TFJS_STN_REQUIRE_BROWSER'] !== '1'
    ? 'no Chromium; apt-get install chromium, or name one in TFJS_STN_BROWSER'
    : undefined;

let project = '';
let offline: string | undefined;

beforeAll(async () => {
  await unlessOffline(async () => {
    project = await makeProject();
    await install(project);
  });
}, 120_000);

afterAll(() => {
  if (project !== '') rmSync(project, { recursive: true });
});

/** Without a registry the tests are skipped; in continuous integration they fail. */
async function unlessOffline(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OfflineError) || process.env['CI'] !== undefined) throw error;
    offline = error.message;
  }
}

function needsInstall({ skip }: TestContext): void {
  if (offline !== undefined) skip(offline);
}

const tsc = (...args: string[]): [string, string[]] => [
  process.execPath,
  ['node_modules/typescript/bin/tsc', ...args],
];

/** TensorFlow.js's declarations don't pass the check, and clash with those of the browser. */
function isForeign(error: string): boolean {
  return /^node_modules\/(@tensorflow|@webgpu|typescript)\//.test(error);
}

describe('a project with core, one transform, one sampler and a transform of its own', () => {
  it('installs no other package of ours', (context) => {
    needsInstall(context);
    const ours = readdirSync(join(project, 'node_modules', '@tfjs-stn')).sort();
    expect(ours).toEqual(['core', 'sampler-bilinear', 'transform-affine']);
  });

  it('compiles under strict TypeScript, including our declarations', async (context) => {
    needsInstall(context);
    const { output } = await run(...tsc('--skipLibCheck', 'false'), { cwd: project });
    const errors = output.split('\n').filter((line) => line.includes('error TS'));
    expect(errors.filter((line) => !isForeign(line))).toEqual([]);
  });

  it('runs in Node', async (context) => {
    needsInstall(context);
    const printed = await mustRun(process.execPath, ['dist/main.js'], { cwd: project });
    expect(JSON.parse(lastLine(printed))).toEqual(byHand);
  });

  it('runs as a Vite bundle without installed packages', async (context) => {
    needsInstall(context);
    const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'];
    await mustRun(process.execPath, vite, { cwd: project });
    const elsewhere = mkdtempSync(join(tmpdir(), 'tfjs-stn-bundle-'));
    try {
      cpSync(join(project, 'bundle'), elsewhere, { recursive: true });
      const [bundle = ''] = readdirSync(elsewhere);
      const printed = await mustRun(process.execPath, [bundle], { cwd: elsewhere });
      expect(JSON.parse(lastLine(printed))).toEqual(byHand);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});

describe('a project with tf.layers and every transform and sampler', () => {
  let sizes: Sizes = {};
  beforeAll(async () => {
    if (offline !== undefined) return;
    const tarballs = programPackages().map((name) => `./tarballs/${name}.tgz`);
    const tfjs = ['layers', 'backend-wasm'].map((name) => `@tensorflow/tfjs-${name}@4.22.0`);
    // React is for the examples.
    await install(project, [...tarballs, ...tfjs, 'react@^19.3.1', 'react-dom@^19.3.1']);
    sizes = await measureSizes(project, weighedPackages());
  }, 120_000);

  it('has one copy of TensorFlow.js and of core', async (context) => {
    needsInstall(context);
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    const copies = Object.keys(lock.packages).filter((path) =>
      /(@tensorflow\/tfjs-core|@tfjs-stn\/core)$/.test(path),
    );
    expect(copies.sort()).toEqual([
      'node_modules/@tensorflow/tfjs-core',
      'node_modules/@tfjs-stn/core',
    ]);
  });

  it('trains a model, saves it and loads it by name', async (context) => {
    needsInstall(context);
    await mustRun(...tsc('-p', 'tsconfig.model.json'), { cwd: project });
    const printed = await mustRun(process.execPath, ['dist/lens-model.js'], { cwd: project });
    const { firstLoss, lastLoss, difference } = JSON.parse(lastLine(printed)) as Record<
      string,
      number
    >;
    expect(lastLoss).toBeLessThan((firstLoss as number) / 4);
    expect(difference).toBe(0);
  });

  it("runs the README's program in Node", async (context) => {
    needsInstall(context);
    await mustRun(...tsc('-p', 'tsconfig.model.json'), { cwd: project });
    const printed = await mustRun(process.execPath, ['dist/letters.js'], { cwd: project });
    expect(shareRead(lastLine(printed))).toBeGreaterThan(90);
  }, 120_000);

  it.skipIf(browserSkipReason !== undefined)(
    "runs the README's program in a page that Vite built",
    async (context) => {
      needsInstall(context);
      const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'];
      const config = ['--config', 'vite.page.config.ts'];
      await mustRun(process.execPath, [...vite, ...config], { cwd: project });
      const [said = ''] = await readPage(join(project, 'page'), { lines: 1 });
      expect(shareRead(said), said).toBeGreaterThan(90);
    },
    120_000,
  );

  it('bundles core + affine + bilinear in at most 13 kB, minified and gzipped', (context) => {
    needsInstall(context);
    expect(sizes[smallestSet]?.gzipped).toBeGreaterThan(3000);
    expect(sizes[smallestSet]?.gzipped).toBeLessThanOrEqual(13_000);
  });

  it.for([
    [withoutCheckpoints, 6000],
    ['pytorch', 9000],
    ['onnx', 10_000],
  ] as const)('bundles %s in at most %i bytes, minified and gzipped', ([name, most], context) => {
    needsInstall(context);
    expect(sizes[name]?.gzipped).toBeGreaterThan(1000);
    expect(sizes[name]?.gzipped).toBeLessThanOrEqual(most);
  });

  it('bundles at most 3 % more through the umbrella than from the parts', (context) => {
    needsInstall(context);
    const [parts, umbrella] = [sizes[usedSet]?.gzipped ?? 0, sizes[umbrellaSet]?.gzipped ?? 0];
    expect(umbrella).toBeGreaterThan(3000);
    expect(umbrella).toBeLessThanOrEqual(1.03 * parts);
  });

  it('bundles nothing of unused imports', (context) => {
    needsInstall(context);
    expect(sizes[unusedSet]?.minified).toBeLessThanOrEqual(1);
  });

  it('has the bundle sizes of bundle-sizes.json', (context) => {
    needsInstall(context);
    // After an intended change: npm run record-sizes in this folder.
    expect(sizeDrift(sizes, readSizes())).toEqual([]);
  });
});

describe('the examples', () => {
  const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const folderOf = (name: string): string => join(project, 'examples', name);
  beforeAll(() => {
    if (offline !== undefined) return;
    cpSync(join(root, 'examples'), join(project, 'examples'), { recursive: true });
  });

  it.for(examples)('%s names what it installs, and has less than 60 lines', (name, context) => {
    needsInstall(context);
    const manifest = readJson<{ dependencies: Record<string, string> }>(folderOf(name));
    for (const [dependency, range] of Object.entries(manifest.dependencies)) {
      const { version } = readJson<{ version: string }>(join(project, 'node_modules', dependency));
      expect(range.replace('^', '').split('.')[0], dependency).toBe(version.split('.')[0]);
    }
    const files = readdirSync(folderOf(name)).filter((file) => /\.(js|jsx|html)$/.test(file));
    const text = files.map((file) => readFileSync(join(folderOf(name), file), 'utf8')).join('');
    expect(text.match(/\n/g)?.length).toBeLessThan(60);
    const imported = [...text.matchAll(/(?:from|import) '([^./'][^']*)'/g)].map(
      ([, id = '']) => id,
    );
    const packages = imported.map((id) => /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? '');
    const named = Object.keys(manifest.dependencies);
    expect(named).toEqual(
      expect.arrayContaining([...new Set(packages.filter((id) => !id.startsWith('node:')))]),
    );
  });

  it('node-script flattens its page', async (context) => {
    needsInstall(context);
    const cwd = folderOf('node-script');
    const [ready, difference] = (await mustRun(process.execPath, ['main.js'], { cwd })).split('\n');
    expect(ready).toBe('wasm: the kernels of @tfjs-stn/backend-wasm are registered');
    // Two interpolations blur the edges of the squares.
    expect(Number(difference?.split(': ')[1])).toBeLessThan(0.1);
    expect(readFileSync(join(cwd, 'flat.pgm')).length).toBe('P5 80 100 255\n'.length + 8000);
  });

  it('node-cores warps on one thread and on all', async (context) => {
    needsInstall(context);
    const printed = await mustRun(process.execPath, ['main.js'], { cwd: folderOf('node-cores') });
    expect(printed).toMatch(
      /^cpu: the kernels of @tfjs-stn\/backend-node are registered\n1 of \d+ threads: [\d.]+ ms/,
    );
  });

  /** What each page writes to its console. */
  const pages: readonly (readonly [name: string, lines: readonly RegExp[]])[] = [
    [
      'vite-fit',
      [/^wasm: the kernels of @tfjs-stn\/backend-wasm/, /^reads (9\d|100) % of new letters$/],
    ],
    ['react', [/^webgl: the kernels of @tfjs-stn\/backend-webgl/]],
    ['web-worker', [/^cpu: there are no kernels .*; 80 × 40, its centre 34, 170, 102$/]],
    ['script-tag', [/^webgl: the kernels of @tfjs-stn\/backend-webgl/, /^64,64,1, mean 1$/]],
  ];
  it.skipIf(browserSkipReason !== undefined).for(pages)(
    '%s runs in Chromium',
    async ([name, lines], context) => {
      needsInstall(context);
      const folder = folderOf(name);
      if (name === 'script-tag') {
        symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
      } else {
        const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
        await mustRun(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: folder });
      }
      const served = name === 'script-tag' ? folder : join(folder, 'dist');
      const said = await readPage(served, { lines: lines.length, look: drawnShare });
      lines.forEach((line, index) => expect(said[index]).toMatch(line));
      // vite-fit has no canvas.
      expect(Number(said.at(-1)), 'share of pixels that are drawn').toBeGreaterThan(
        name === 'vite-fit' ? -1 : 0.05,
      );
    },
  );
});

/** Which share of the last canvas has colour, as soon as it has some. */
async function drawnShare(page: Page): Promise<string> {
  const share = await page.waitForFunction(() => {
    const canvas = [...document.querySelectorAll('canvas')].at(-1);
    if (!canvas) return document.querySelector('#root') ? undefined : '0';
    const bytes = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    const coloured = [...(bytes ?? [])].filter((value, index) => index % 4 < 3 && value > 0);
    const found = coloured.length / (3 * canvas.width * canvas.height);
    return found > 0 ? String(found) : undefined;
  });
  return (await share.jsonValue()) ?? '';
}

function readJson<Content>(folder: string): Content {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Content;
}

function shareRead(line: string): number {
  return Number(/^(\d+\.\d) % of 300 unseen letters are read right$/.exec(line)?.[1]);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
