import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startPageServer } from '../scripts/page-server.mjs';

/** The page, built and served from a sub-path. */
export interface ServedPage {
  readonly address: string;
  readonly folder: string;
  /** The paths that were asked for, in order. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

const main = fileURLToPath(new URL('../scripts/main.mjs', import.meta.url));
const base = '/some/where/';

/** Runs the demo's program. */
export function runDemo(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const source = process.env['TFJS_STN_DIST'] === '1' ? '0' : '1';
  return promisify(execFile)(process.execPath, [main, ...args], {
    // vitest's own mode would make vite build for development.
    env: { ...process.env, TFJS_STN_SOURCE: source, NODE_ENV: 'production', VITEST: '' },
  });
}

/** Builds the page with the demo's own program and serves it from a sub-path. */
export async function servePage(): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-demo-'));
  await runDemo('--build', '--out', folder);
  const requests: string[] = [];
  const onRequest = (path: string): void => void requests.push(path.slice(base.length));
  const server = await startPageServer(folder, { base, onRequest });
  const close = async (): Promise<void> => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { address: server.address, folder, requests, close };
}
