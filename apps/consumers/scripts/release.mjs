// npm run release -- --dry-run: publishes all packages to a registry of its own, and installs from it.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@tfjs-stn-apps/app-tools/chromium';

import { pack } from './project.mjs';
import { startRegistry } from './registry.mjs';
import { root } from './repository.mjs';
import { mustRun } from './run.mjs';
import { strangers, tryAs } from './stranger.mjs';

const usage = `npm run release -- --dry-run

Packs every package, publishes it to a registry that only runs meanwhile, and installs from there as
strangers would. The real release is made by .github/workflows/release.yml.`;

async function dryRun() {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-release-'));
  const registryFolder = join(folder, 'registry');
  mkdirSync(registryFolder);
  await pack(join(folder, 'tarballs'));
  const registry = await startRegistry(registryFolder);
  try {
    await publish(join(folder, 'tarballs'), registry.address);
    return await tryAll(folder, registry.address);
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} tarballs
 * @param {string} registry
 */
async function publish(tarballs, registry) {
  // npm asks for a token; this registry takes any.
  const token = `${registry.replace('http:', '')}:_authToken=anyone\n`;
  writeFileSync(join(tarballs, '.npmrc'), `registry=${registry}\n${token}`);
  writeFileSync(join(tarballs, 'package.json'), '{ "private": true }');
  const files = readdirSync(tarballs).filter((file) => file.endsWith('.tgz'));
  // Provenance is signed in a workflow only.
  const options = ['--registry', registry, '--provenance=false', '--tag', 'latest'];
  const next = async () => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      await mustRun('npm', ['publish', `./${file}`, ...options], { cwd: tarballs });
    }
  };
  const count = files.length;
  await Promise.all([next(), next(), next()]);
  console.log(`published ${count} packages`);
}

/**
 * @param {string} folder
 * @param {string} registry
 * @returns {Promise<boolean>} whether all went well
 */
async function tryAll(folder, registry) {
  const manifest = readFileSync(join(root, 'packages', 'tfjs-stn', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest);
  const withPage = findChromium() !== undefined;
  if (!withPage && process.env['TFJS_STN_REQUIRE_BROWSER'] === '1') throw new Error('no Chromium');
  const rows = strangers.map((stranger) => ({ ...stranger, seconds: 0, result: 'FAILED' }));
  const waiting = [...strangers.entries()];
  // Two at a time, since much of it is waiting for the network.
  const next = async () => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const [index, stranger] = entry;
      const start = performance.now();
      const options = { folder: join(folder, `stranger-${index}`), registry, version, withPage };
      const failure = await tryAs(stranger, options).catch((/** @type {Error} */ error) => error);
      if (failure) console.error(`${JSON.stringify(stranger)}: ${failure.message}`);
      const seconds = Math.round((performance.now() - start) / 1000);
      const result = failure ? 'FAILED' : withPage ? 'ok' : 'ok, without its page: no Chromium';
      rows[index] = { ...stranger, seconds, result };
    }
  };
  await Promise.all([next(), next()]);
  console.table(rows);
  return rows.every(({ result }) => result !== 'FAILED');
}

if (process.argv.slice(2).join() === '--dry-run') {
  process.exitCode = (await dryRun()) ? 0 : 1;
} else {
  console.error(usage);
  process.exitCode = 1;
}
