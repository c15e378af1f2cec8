import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pnpm } from '../setup/prepare.mjs';
import { capture } from '../setup/run-step.mjs';
import { root } from '../setup/workspace.mjs';

/** The checks of a tarball as scripts with arguments; each is a process with a compiler in it. */
const checks = [
  { script: 'publint/src/cli.js', args: ['--strict'], command: ['run'] },
  {
    script: '@arethetypeswrong/cli/dist/index.js',
    args: ['--profile', 'esm-only', '--no-color'],
    command: [],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-'));
try {
  const pack = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder];
  const packing = await capture(...pnpm(pack));
  if (packing.code !== 0) throw new Error(packing.output);
  const tarballs = readdirSync(folder).map((name) => join(folder, name));
  let problems = 0;
  for (const tarball of tarballs) {
    const outcomes = checks.map(({ script, args, command }) =>
      capture(process.execPath, [join(root, 'node_modules', script), ...command, tarball, ...args]),
    );
    for (const { code, output } of await Promise.all(outcomes)) {
      if (code === 0) continue;
      problems += 1;
      console.error(output.trim());
    }
  }
  console.log(`packages as published: ${tarballs.length} checked, ${problems} problems`);
  process.exitCode = tarballs.length > 0 && problems === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
