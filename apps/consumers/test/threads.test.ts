import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '@tfjs-stn-apps/app-tools/chromium';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readPage } from '../scripts/page.mjs';
import { install, makeProject, OfflineError } from '../scripts/project.mjs';
import { mustRun } from '../scripts/run.mjs';

const isRequired = process.env['TFJS_STN_REQUIRE_BROWSER'] === '1';
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// tfjs starts its threads from the source text of a function, whose names must stay.
const viteConfig = `export default {
  base: './',
  build: {
    outDir: 'threads-vite',
    target: 'esnext',
    minify: false,
    rolldownOptions: { input: 'threads.html' },
  },
};`;
const webpackProgram = `import webpack from 'webpack';
const output = { path: process.cwd() + '/threads-webpack', filename: 'threads.js', module: true };
const entry = './threads.js';
const experiments = { outputModule: true };
const optimization = { minimize: false };
const performance = { hints: false };
const config = { mode: 'production', entry, output, experiments, optimization, performance };
webpack(config, (error, stats) => {
  const failed = error ?? (stats.hasErrors() || stats.hasWarnings());
  if (failed) console.error(error ?? stats.toString('errors-warnings'));
  process.exitCode = failed ? 1 : 0;
});`;

describe.skipIf(findChromium() === undefined && !isRequired)('bundles with threads', () => {
  let project = '';
  let offline: string | undefined;
  beforeAll(async () => {
    try {
      project = await makeProject();
      const ours = ['core', 'kernels', 'backend-wasm', 'sampler-bilinear'];
      await install(project, [
        ...ours.map((name) => `./tarballs/${name}.tgz`),
        '@tensorflow/tfjs-backend-wasm@4.22.0',
        'webpack@^5.113.0',
      ]);
    } catch (error) {
      if (!(error instanceof OfflineError) || process.env['CI'] !== undefined) throw error;
      offline = error.message;
    }
  }, 240_000);
  afterAll(() => {
    if (project !== '') rmSync(project, { recursive: true });
  });

  it.for(['vite', 'webpack'])('%s finds the file of the workers', async (bundler, { skip }) => {
    if (offline !== undefined) skip(offline);
    const folder = join(project, `threads-${bundler}`);
    if (bundler === 'vite') {
      writeFileSync(join(project, 'vite.threads.config.js'), viteConfig);
      const args = ['build', '--config', 'vite.threads.config.js', '--logLevel', 'warn'];
      await mustRun(process.execPath, ['node_modules/vite/bin/vite.js', ...args], { cwd: project });
      renameSync(join(folder, 'threads.html'), join(folder, 'index.html'));
    } else {
      mkdirSync(folder);
      writeFileSync(join(project, 'webpack.mjs'), webpackProgram);
      await mustRun(process.execPath, ['webpack.mjs'], { cwd: project });
      const page =
        '<link rel="icon" href="data:," /><script type="module" src="threads.js"></script>';
      writeFileSync(join(folder, 'index.html'), page);
    }
    expect(await readPage(folder, { lines: 1, headers })).toEqual([
      'isolated: true; tfjs-stn kernels, thread 2; 1; 1',
    ]);
  });
});
