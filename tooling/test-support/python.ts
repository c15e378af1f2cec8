import { spawnSync } from 'node:child_process';

/** The Python whose packages tests compare with: that of `TFJS_STN_PYTHON`, else `python3`. */
export const python: string = process.env['TFJS_STN_PYTHON'] ?? 'python3';

/**
 * Why tests that need these packages are skipped, if they are. With `TFJS_STN_REQUIRE_PYTHON=1` none
 * is skipped: they fail where a package is missing.
 */
export function isPythonMissing(...modules: readonly string[]): boolean {
  if (process.env['TFJS_STN_REQUIRE_PYTHON'] === '1') return false;
  return spawnSync(python, ['-c', `import ${modules.join()}`]).status !== 0;
}

/**
 * Runs a script of Python.
 *
 * @returns what it prints
 * @throws Error with what it says, if it fails or is not there
 */
export function runPython(args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(python, args, { encoding: 'utf8', input });
  if (status !== 0) throw error ?? new Error(stderr);
  return stdout;
}
