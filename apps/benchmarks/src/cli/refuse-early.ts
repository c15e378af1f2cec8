import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { requireMarkers } from '../report/update-readme.js';
import type { Options } from './options.js';

/**
 * Refuses what would show only after the run: half an hour later.
 *
 * @throws UserError for options that contradict each other, and files that can't be read or written
 */
export async function refuseEarly(options: Options): Promise<void> {
  const { out, readme, compare, backend, browser, minutes } = options;
  if (minutes < 1) throw new UserError('--minutes must be at least 1, got 0');
  const unreachable = browser ? [] : (backend ?? []).filter((name) => name.startsWith('chromium'));
  if (unreachable.length > 0) {
    throw new UserError(`--no-browser leaves out --backend ${unreachable.join(', ')}. Choose one`);
  }
  if (compare !== undefined && resolve(compare) === resolve(join(out, 'results.json'))) {
    throw new UserError(
      `--compare ${compare} would be overwritten by this run. Copy it first, or choose another folder with --out`,
    );
  }
  await requireWritable(out);
  if (readme !== undefined) await requireReadme(readme);
}

async function requireWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new UserError(
      `Cannot write to ${folder}: ${messageOf(error)}. Choose another folder with --out`,
    );
  }
}

async function requireReadme(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(
      `--readme ${path} can't be read: ${messageOf(error)}. Name a Markdown file`,
    );
  });
  requireMarkers(text, path);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
