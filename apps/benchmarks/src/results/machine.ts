import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { findChromium } from '@tfjs-stn-apps/app-tools/chromium';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { FoundPython } from '../peers/torch.js';
import type { BenchmarkResults } from './results.js';

/** The machine of this process, without its name. */
export function describeMachine(loadBefore: number): BenchmarkResults['machine'] {
  const round = (load: number): number => Math.round(load * 100) / 100;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    loadAverage: [round(loadBefore), round(loadavg()[0] ?? NaN)],
  };
}

/** The versions of the packages that take part, by name; without those that are not installed. */
export function packageVersions(): Record<string, string> {
  const own = ['@tensorflow/tfjs-core', '@tfjs-stn/core', 'onnxruntime-web', 'onnxruntime-node'];
  const folders = [...own, '@techstark/opencv-js'].map((name) => [name, '../../'] as const);
  // tfjs-node belongs to our package for Node, not to this app.
  const node = ['@tensorflow/tfjs-node', '../../../../packages/backend-node/'] as const;
  const found = [...folders, node].flatMap(([name, folder]) => {
    const file = new URL(`${folder}node_modules/${name}/package.json`, import.meta.url);
    if (!existsSync(file)) return [];
    const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
    return [[name, version] as const];
  });
  return Object.fromEntries(found);
}

/**
 * The versions of everything that takes part, by name, with the commit of this repository.
 *
 * @throws UserError for a Python that was named and does not run
 */
export async function softwareVersions(
  python: FoundPython,
  browser: boolean,
): Promise<Record<string, string>> {
  const file = browser ? findChromium() : undefined;
  const said = file && (await outputOf(file, ['--version']));
  const torch = await python.process().catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    return undefined;
  });
  const folder = dirname(fileURLToPath(import.meta.url));
  const describe = 'describe --always --dirty --abbrev'.split(' ');
  const commit = await outputOf('git', ['-C', folder, ...describe]);
  // A browser says `Chromium 140.0.1 built on Debian`.
  const version = /\d[\d.]+/.exec(said ?? '')?.[0];
  return {
    ...(commit !== undefined && { commit: commit.trim() }),
    node: process.versions.node,
    v8: process.versions.v8,
    ...packageVersions(),
    ...torch?.versions,
    ...(version !== undefined && { chromium: version }),
  };
}

async function outputOf(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)(file, [...args], { timeout: 20_000 })).stdout;
  } catch {
    return undefined;
  }
}
