import { join } from 'node:path';

import { hashContents } from './fingerprint.mjs';
import { pinnedPnpm, pnpm } from './pnpm.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { runStep } from './step.mjs';
import { root, workspacePackages } from './workspace.mjs';

/** Installs the dependencies unless they are those of the lockfile and the manifests already. */
export async function install() {
  const wanted = fingerprint();
  if (readStamp('install') === wanted) return;
  await runStep(
    `Installing dependencies with ${pinnedPnpm}`,
    // CI: never ask, for example whether to replace an outdated node_modules.
    { ...pnpm(['install', '--frozen-lockfile']), env: { CI: 'true' } },
    `After a change of dependencies the lockfile is renewed by: npx --yes ${pinnedPnpm} install`,
  );
  writeStamp('install', wanted);
}

/** Native dependencies differ by platform and by Node's major version. */
function fingerprint() {
  const manifests = ['.', ...workspacePackages()].map((folder) => join(folder, 'package.json'));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests];
  const machine = `${process.platform} ${process.arch} ${process.versions.modules}`;
  return `${machine} ${hashContents(files.map((file) => join(root, file)))}`;
}
