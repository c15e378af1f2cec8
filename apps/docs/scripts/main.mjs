import { parseArgs } from 'node:util';

import { serveFolder } from '@tfjs-stn-apps/app-tools/serve-folder';
import {
  parsePort,
  serveUntilStopped,
  startOnPort,
} from '@tfjs-stn-apps/app-tools/serve-until-stopped';
import { messageOf } from '@tfjs-stn-apps/app-tools/user-error';

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
  if (options.build) {
    await build();
    console.log(`The site is in ${site}`);
    return 0;
  }
  let server;
  try {
    const start = (/** @type {number} */ port) => serveFolder(site, { port, compressed: true });
    // Before the build, which takes a minute.
    server = await startOnPort(options.port, start);
  } catch (error) {
    return refuse(messageOf(error));
  }
  await build();
  serveUntilStopped('The documentation', server);
  return 0;
}

async function build() {
  const begin = performance.now();
  await buildSite();
  console.log(`Built in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
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
    return { ...values, port: parsePort(values.port) };
  } catch (error) {
    return messageOf(error);
  }
}

/** @param {string} problem */
function refuse(problem) {
  console.error(`docs: ${problem}`);
  return 1;
}
