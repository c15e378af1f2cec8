import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { buildPage } from './build-page.js';
import { serveIsolated } from './serve-isolated.js';

/**
 * Serves the page until it is told to stop.
 *
 * @throws UserError if the port is taken
 */
export async function servePage(
  port: number,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-page-'));
  try {
    await buildPage(folder);
    const server = await listen(folder, port);
    print(`The benchmarks for your browser: http://localhost:${server.port}/ (Ctrl-C ends)`);
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }
    await server.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listen(folder: string, port: number): Promise<FolderServer> {
  try {
    return await serveIsolated(folder, port);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`--port ${port} can't be used: ${reason}. Choose another, or 0 for any`);
  }
}
