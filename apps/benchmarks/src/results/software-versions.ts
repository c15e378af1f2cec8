import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { FoundPython } from '../peers/find-python.js';
import { packageVersions } from './package-versions.js';

/** What takes part that is no package. */
export interface OtherSoftware {
  readonly python: FoundPython;
  /** An executable, if a browser takes part, and whether the user has named it. */
  readonly chromium?: { readonly file: string; readonly named: boolean };
}

/**
 * The versions of everything that takes part, by name; what is absent is left out. With the commit
 * of this repository, marked where files differ from it.
 *
 * @throws UserError for a Python or Chromium that was named and does not run
 */
export async function softwareVersions({
  python,
  chromium,
}: OtherSoftware): Promise<Record<string, string>> {
  const browser = chromium && (await chromiumVersion(chromium));
  const torch = await python.process().catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    return undefined;
  });
  const commit = await commitOf(dirname(fileURLToPath(import.meta.url)));
  return {
    ...(commit !== undefined && { commit }),
    node: process.versions.node,
    v8: process.versions.v8,
    ...packageVersions(),
    ...torch?.versions,
    ...(browser !== undefined && { chromium: browser }),
  };
}

/** A browser says `Chromium 140.0.1 built on Debian`. */
async function chromiumVersion({
  file,
  named,
}: NonNullable<OtherSoftware['chromium']>): Promise<string | undefined> {
  const text = await outputOf(file, ['--version']);
  if (text === undefined && named) {
    throw new UserError(`--chromium ${file} must be a Chromium, got a file that does not run`);
  }
  return /\d[\d.]+/.exec(text ?? '')?.[0];
}

async function commitOf(folder: string): Promise<string | undefined> {
  const text = await outputOf('git', ['-C', folder, 'describe', '--always', '--dirty', '--abbrev']);
  return text?.trim();
}

async function outputOf(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)(file, [...args], { timeout: 20_000 })).stdout;
  } catch {
    return undefined;
  }
}
