import { basename, join } from 'node:path';

import { hashContents, hashTimes, listFiles } from './fingerprint.mjs';
import { pnpm } from './pnpm.mjs';
import { removeOrphans } from './remove-orphans.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { runStep } from './step.mjs';
import { readManifest, root, workspacePackages } from './workspace.mjs';

const quietTurbo = {
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
};

/**
 * Builds what is stale. turbo knows that package by package, and takes a second or two to say so;
 * a fingerprint of all packages at once spares that while nothing has changed.
 */
export async function build() {
  const inputs = inputsFingerprint();
  if (readStamp('build') === `${inputs} ${outputsFingerprint()}`) return;
  builtFolders().forEach(removeOrphans);
  const turbo = [
    'exec',
    'turbo',
    'run',
    'build',
    '--cache=local:rw',
    '--ui=stream',
    '--concurrency=100%',
  ];
  const failures = ['--output-logs=errors-only', '--continue=dependencies-successful'];
  await runStep(
    'Building what has changed',
    { ...pnpm([...turbo, ...failures]), env: quietTurbo },
    'The build failed; the errors are above.',
  );
  // A source that was written meanwhile is stale the next time.
  writeStamp('build', `${inputs} ${outputsFingerprint()}`);
}

function builtFolders() {
  return workspacePackages()
    .filter((folder) => readManifest(folder).scripts?.['build'])
    .map((folder) => join(root, folder));
}

/** Covers more than turbo.json names: that costs a call of turbo now and then, and misses nothing. */
function inputsFingerprint() {
  const folders = [...builtFolders(), join(root, 'tooling', 'tsconfig')];
  const shared = ['pnpm-lock.yaml', 'turbo.json'].map((file) => join(root, file));
  return hashContents([...shared, ...folders.flatMap((folder) => listFiles(folder, isInput))]);
}

function outputsFingerprint() {
  return hashTimes(
    builtFolders().flatMap((folder) => [
      ...listFiles(join(folder, 'dist')),
      ...listFiles(join(folder, 'src')).filter(isGenerated),
    ]),
  );
}

const notInputs = new Set(['node_modules', 'dist', 'test', 'bench', 'out', '.turbo']);

function isInput(/** @type {string} */ path) {
  return !notInputs.has(basename(path)) && !isGenerated(path);
}

function isGenerated(/** @type {string} */ path) {
  return path.endsWith('.generated.ts');
}
