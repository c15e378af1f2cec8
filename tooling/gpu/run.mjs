import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';
import { build } from 'vite';

import { chromiumFlags, findChromium, softwareGpu } from './software-gpu.mjs';

/**
 * `node tooling/gpu/run.mjs <webgpu|webgl> <module> [arguments]` runs a module with that backend of
 * tfjs ready: WebGPU in Node.js, WebGL in Chromium. The module may import `@tfjs-stn/*`, from their
 * sources, and tfjs by name. Its console goes here; if it throws, this exits with 1. It finds its
 * arguments in `process.argv`, in the browser too.
 */
const [backend, module, ...args] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const packages = resolve(here, '../../packages');

if ((backend !== 'webgpu' && backend !== 'webgl') || module === undefined) {
  console.error('Usage: node tooling/gpu/run.mjs <webgpu|webgl> <module> [arguments]');
  process.exit(1);
}

const onNode = backend === 'webgpu';

/** Runs before the module: the backend as default, and the gradients of tfjs's ops. */
const prepare = `
  ${onNode ? `import ${url('install-webgpu.mjs')};` : ''}
  ${onNode ? `import { allowSynchronousReads } from ${url('webgpu-in-node.mjs')};` : ''}
  import '@tensorflow/tfjs-layers';
  import { setBackend, env } from '@tensorflow/tfjs-core';
  import * as backend from '@tensorflow/tfjs-backend-${backend}';
  ${onNode ? 'allowSynchronousReads(backend.WebGPUBackend);' : ''}
  ${onNode ? '' : `env().set('SOFTWARE_WEBGL_ENABLED', true);`}
  if (!(await setBackend('${backend}'))) throw new Error('tfjs found no ${backend}');`;

function url(/** @type {string} */ name) {
  return JSON.stringify(pathToFileURL(join(here, name)).href);
}

/** The modules of the bundle that are in no file. */
function virtualModules(/** @type {string} */ file) {
  const end = onNode ? 'process.exit();' : '';
  const run = `import 'prepare'; import ${JSON.stringify(file)}; ${end}`;
  return new Map(Object.entries({ entry: run, prepare }));
}

/** @param {string} file @param {string} outDir */
async function bundle(file, outDir) {
  const virtual = virtualModules(file);
  const conditions = ['@tfjs-stn/source', 'module', 'import', 'default'];
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    resolve: { conditions, dedupe: ['@tensorflow/tfjs-core'] },
    ssr: { noExternal: true, external: ['webgpu'], resolve: { conditions } },
    define: onNode ? {} : { 'process.argv': JSON.stringify(['browser', module, ...args]) },
    plugins: [
      {
        name: 'module-with-backend',
        enforce: 'pre',
        async resolveId(source) {
          if (virtual.has(source)) return `\0${source}`;
          // Also in a package that says it has none.
          if (source === file) return { id: file, moduleSideEffects: true };
          if (source.startsWith('file:')) return { id: source, external: true };
          // A module anywhere may import by name what is here.
          if (source.startsWith('@tensorflow/'))
            return this.resolve(source, join(here, 'x.js'), { skipSelf: true });
          const [, name, rest = ''] = /^@tfjs-stn\/([^/]+)(\/.+)?$/.exec(source) ?? [];
          if (name === undefined) return null;
          const manifest = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
          return join(packages, name, manifest.exports[`.${rest}`]['@tfjs-stn/source']);
        },
        load: (id) => virtual.get(id.slice(1)) ?? null,
      },
    ],
    build: {
      outDir,
      ssr: onNode,
      target: 'esnext',
      minify: false,
      rolldownOptions: {
        input: { entry: 'entry' }, // In one file: chunks that wait for each other would never end.
        output: { entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  });
}

/** @returns {Promise<number>} the exit code */
function runInNode(/** @type {string} */ outDir) {
  const node = [...process.execArgv, join(outDir, 'entry.mjs'), ...args];
  const child = spawn(process.execPath, node, { stdio: 'inherit' });
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)));
}

/** @returns {Promise<number>} the exit code */
async function runInChromium(/** @type {string} */ outDir) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('WebGL needs Chromium: apt-get install chromium');
  const browser = await chromium.launch({
    executablePath,
    args: chromiumFlags,
    env: { ...softwareGpu, ...process.env },
    chromiumSandbox: false,
  });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => console.log(message.text()));
    await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html' }));
    await page.route('http://localhost/entry.mjs', (route) =>
      route.fulfill({ path: join(outDir, 'entry.mjs') }),
    );
    await page.goto('http://localhost/');
    await page.evaluate('import("/entry.mjs").then(() => undefined)');
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await browser.close();
  }
}

const folder = mkdtempSync(join(here, 'out-'));
try {
  await bundle(resolve(module), folder);
  process.exitCode = onNode ? await runInNode(folder) : await runInChromium(folder);
} finally {
  rmSync(folder, { recursive: true });
}
