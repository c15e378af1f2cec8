import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { mustRun } from './run.mjs';

const require = createRequire(import.meta.url);

/** @typedef {{ address: string, close: () => Promise<void> }} Registry */

/**
 * Starts a registry (verdaccio) that accepts our packages without a login, and fetches all
 * others from npm's.
 *
 * @param {string} folder for its files
 * @returns {Promise<Registry>}
 */
export async function startRegistry(folder) {
  const port = await freePort();
  const address = `http://localhost:${port}/`;
  const npm = (await mustRun('npm', ['config', 'get', 'registry'], { cwd: folder })).trim();
  const ours = { access: '$all', publish: '$all' };
  const config = join(folder, 'config.json');
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      storage: join(folder, 'storage'),
      uplinks: { npm: { url: npm, maxage: '1h' } },
      packages: {
        'tfjs-stn': ours,
        '@tfjs-stn/*': ours,
        '**': { access: '$all', proxy: 'npm' },
      },
      max_body_size: '50mb',
      log: { type: 'stdout', level: 'error' },
    }),
  );
  const verdaccio = require.resolve('verdaccio/bin/verdaccio');
  const child = spawn(process.execPath, [verdaccio, '--config', config, '--listen', `${port}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await answer(`${address}-/ping`, child);
  return {
    address,
    async close() {
      child.kill();
      await ended;
    },
  };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {string} url
 * @param {import('node:child_process').ChildProcess} child
 */
async function answer(url, child) {
  for (const start = Date.now(); Date.now() - start < 60_000;) {
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the registry did not start in a minute');
}
