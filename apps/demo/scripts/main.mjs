import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { listenProblem } from './listen-problem.mjs';
import { prepareOutput } from './output-folder.mjs';
import { startPageServer } from './page-server.mjs';

const help = `Usage: npm run demo -- [options]

Builds the demo page and serves it, until Ctrl-C.

Options:
  --build         only build: leaves a static folder that works from any place of any server
  --out <folder>  where to leave the page: a new or empty folder, or one that this has built
                  (default apps/demo/dist)
  --port <port>   where to serve it (default 8080; 0 for any free one)
  --help          this`;

const dist = fileURLToPath(new URL('../dist', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code, once there is nothing left to do but serve
 */
async function main(args) {
  const options = parse(args);
  if (typeof options === 'string') return refuse(options);
  if (options.help) {
    console.log(help);
    return 0;
  }
  const folder = resolve(options.out);
  const problem = prepareOutput(folder) ?? (await bundle(folder));
  if (problem !== undefined) return refuse(problem);
  if (options.build) {
    console.log(`The page is in ${folder}`);
    return 0;
  }
  return serve(folder, options.port);
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} why there is no page
 */
async function bundle(folder) {
  process.stderr.write('Building the page … ');
  const begin = performance.now();
  try {
    // vite takes longer to load than help to be read.
    const { bundlePage } = await import('./bundle-page.mjs');
    await bundlePage(folder);
  } catch (error) {
    process.stderr.write('failed\n');
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n', 1);
    return `the page did not build (${line.trim()}). Run npm run build, and try again`;
  }
  process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  return undefined;
}

/**
 * @param {string} folder
 * @param {number} port
 */
async function serve(folder, port) {
  let server;
  try {
    server = await startPageServer(folder, { port });
  } catch (error) {
    return refuse(listenProblem(error, port));
  }
  console.log(`The page is at ${server.address} (Ctrl-C stops)`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void server?.close());
  }
  return 0;
}

/**
 * @param {string[]} args
 * @returns {{ build: boolean, help: boolean, out: string, port: number } | string} what is wrong with them
 */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        build: { type: 'boolean', default: false },
        out: { type: 'string', default: dist },
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string', default: '8080' },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) {
      return `--port must be a number from 0 to 65535, got ${values.port}`;
    }
    return { ...values, port };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param {string} problem */
function refuse(problem) {
  console.error(`demo: ${problem}`);
  return 1;
}
