import { serveFolder } from '@tfjs-stn-apps/app-tools/serve-folder';
import { parseArgs } from 'node:util';

import { buildSite, site } from './build-site.mjs';

const help = `Usage: npm run docs -- [options]

Builds the documentation and serves it until Ctrl-C.

Options:
  --build        only build: a static site in apps/docs/dist
                 that works at any path of any server
  --port <port>  port of the server; 0 for any free one
                 (default: 8081)
  -h, --help     show this help

Examples:
  npm run docs
  npm run docs -- --port 0
  npm run docs -- --build`;

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
  const begin = performance.now();
  await buildSite();
  console.log(`Built in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  if (options.build) {
    console.log(`The site is in ${site}`);
    return 0;
  }
  return serve(options.port);
}

/** @param {number} port */
async function serve(port) {
  let server;
  try {
    server = await serveFolder(site, { port, compressed: true });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    return refuse(
      `port ${port} cannot be used (${code}). Choose another with --port, or 0 for any`,
    );
  }
  console.log(`The documentation is at ${server.address} (Ctrl-C stops)`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void server.close());
  }
  return 0;
}

/**
 * @param {string[]} args
 * @returns {{ build: boolean, help: boolean, port: number } | string} or why they are invalid
 */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        build: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string', default: '8081' },
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
  console.error(`docs: ${problem}`);
  return 1;
}
