import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import {
  parsePort,
  serveUntilStopped,
  startOnPort,
} from '@tfjs-stn-apps/app-tools/serve-until-stopped';
import { messageOf } from '@tfjs-stn-apps/app-tools/user-error';

import { marker, previewPlugin } from './build-plugins.mjs';
import { startPageServer } from './page-server.mjs';

const help = `Usage: npm run demo -- [options]

Builds the demo page and serves it until Ctrl-C.

Options:
  --build         only build: a static folder that works at
                  any path of any server
  --out <folder>  output folder: new, empty or of an earlier
                  build (default: apps/demo/dist)
  --url <url>     address of the page, for link previews
  --code <url>    address of its code, for a link
  --port <port>   port of the server; 0 for any free one
                  (default: 8080)
  -h, --help      show this help

Examples:
  npm run demo
  npm run demo -- --port 0
  npm run demo -- --build --out page`;

/** This app's folder. */
const root = fileURLToPath(new URL('..', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code; a server keeps running
 */
async function main(args) {
  const options = parse(args);
  if (typeof options === 'string') return refuse(options);
  if (options.help) {
    console.log(help);
    return 0;
  }
  const folder = resolve(options.out);
  const problem = prepareOutput(folder) ?? (await bundle(folder, options));
  if (problem !== undefined) return refuse(problem);
  if (options.build) {
    console.log(`The page is in ${folder}`);
    return 0;
  }
  try {
    const start = (/** @type {number} */ port) => startPageServer(folder, { port });
    serveUntilStopped('The page', await startOnPort(options.port, start));
    return 0;
  } catch (error) {
    return refuse(messageOf(error));
  }
}

/**
 * Creates the folder for the page, without touching its contents.
 *
 * @param {string} folder
 * @returns {string | undefined} why the page can't be built there: vite empties the folder, so it must
 *   not hold other files
 */
function prepareOutput(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    return `cannot write to ${folder} (${codeOf(error)}). Choose another folder with --out`;
  }
  if (existsSync(join(folder, marker)) || readdirSync(folder).length === 0) return undefined;
  return `${folder} holds files that are not the page's, and building would delete them. Choose a new or empty folder with --out`;
}

/**
 * @param {string} folder
 * @param {{ url: string | undefined, code: string | undefined }} addresses
 * @returns {Promise<string | undefined>} why the build failed
 */
async function bundle(folder, { url, code }) {
  process.stderr.write('Building the page … ');
  const begin = performance.now();
  try {
    // Loaded late, because vite takes long to load.
    const { build } = await import('vite');
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      define: { 'import.meta.env.CODE_URL': JSON.stringify(code ?? '') },
      plugins: [previewPlugin(url)],
      build: { outDir: folder, emptyOutDir: true },
    });
  } catch (error) {
    process.stderr.write('failed\n');
    const [line = ''] = messageOf(error).split('\n', 1);
    return `the page did not build (${line.trim()}). Run npm run build and try again`;
  }
  process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  return undefined;
}

/**
 * @param {string[]} args
 * @returns {{ build: boolean, help: boolean, out: string, port: number, url: string | undefined, code: string | undefined } | string}
 *   the options, or why they are invalid
 */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        build: { type: 'boolean', default: false },
        out: { type: 'string', default: join(root, 'dist') },
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string', default: '8080' },
        url: { type: 'string' },
        code: { type: 'string' },
      },
    });
    const wrong = [values.url, values.code].find((url) => url !== undefined && !isWebAddress(url));
    if (wrong !== undefined) return `--url and --code must be https addresses, got ${wrong}`;
    return { ...values, url: values.url, code: values.code, port: parsePort(values.port) };
  } catch (error) {
    return messageOf(error);
  }
}

/** @param {string} url */
function isWebAddress(url) {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** @param {string} problem */
function refuse(problem) {
  console.error(`demo: ${problem}`);
  return 1;
}

/** @param {unknown} error */
function codeOf(error) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  return code ?? String(error);
}
