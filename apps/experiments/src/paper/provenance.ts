import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

/** Which sources a result comes from. */
export interface Provenance {
  /** The commit, with `+` behind it if sources differ from it. */
  readonly commit: string;
  /**
   * The first 12 digits of a SHA-256 of the sources that training depends on. Unlike the commit, it
   * stays the same where a commit is applied to another branch.
   */
  readonly sources: string;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What training depends on, as paths of git. */
const paths = [
  'packages/*/src',
  'packages/kernels/assembly',
  'packages/kernels/build',
  'apps/digit-training/src',
  'apps/experiments/src/paper/training',
  'apps/experiments/src/settings.ts',
  'pnpm-lock.yaml',
];

/**
 * The sources of this program.
 *
 * @throws UserError outside a git repository
 */
export function provenance(): Provenance {
  const specs = paths.map((path) => `:(glob)${path}${path.includes('.') ? '' : '/**'}`);
  const commit = git('rev-parse', 'HEAD').trim();
  const changed =
    git('status', '--porcelain', '--untracked-files=all', '--', ...specs).trim() !== '';
  // Mode, hash and path of every file in the index.
  const listing = git('ls-files', '--stage', '--', ...specs);
  const hash = createHash('sha256').update(listing);
  if (changed) hash.update(git('diff', 'HEAD', '--', ...specs));
  return { commit: changed ? `${commit}+` : commit, sources: hash.digest('hex').slice(0, 12) };
}

function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return stdout;
  throw new UserError(
    `Results name the commit they come from, but git says: ${(stderr ?? 'it is not installed').trim()}`,
  );
}
