import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pnpm } from '../setup/pnpm.mjs';
import { captureCommand } from '../setup/run-command.mjs';
import { root } from '../setup/workspace.mjs';

/** So many at once: each check is a process with a compiler in it. */
const parallel = 2;

/**
 * @param {string} tarball
 * @returns {Promise<string[]>} what the checks of a package say, where they are not content
 */
async function checkTarball(tarball) {
  const checks = [
    ['publint', 'src/cli.js', 'run', tarball, '--strict'],
    ['@arethetypeswrong/cli', 'dist/index.js', tarball, '--profile', 'esm-only', '--no-color'],
  ];
  const problems = [];
  for (const [tool = '', script = '', ...args] of checks) {
    const path = join(root, 'node_modules', tool, script);
    const { code, output } = await captureCommand({
      file: process.execPath,
      args: [path, ...args],
    });
    if (code !== 0) problems.push(`${tool}: ${output.trim()}`);
  }
  return problems;
}

const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-'));
try {
  const packing = await captureCommand(
    pnpm(['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder]),
  );
  if (packing.code !== 0) throw new Error(packing.output);
  const tarballs = readdirSync(folder).sort();
  const queue = [...tarballs];
  /** @type {string[]} */
  const problems = [];
  const work = async () => {
    for (let tarball = queue.shift(); tarball !== undefined; tarball = queue.shift()) {
      problems.push(...(await checkTarball(join(folder, tarball))));
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  for (const problem of problems) console.error(problem);
  console.log(`packages as published: ${tarballs.length} checked, ${problems.length} problems`);
  process.exitCode = tarballs.length > 0 && problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
