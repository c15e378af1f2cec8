import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { findPython } from '../peers/find-python.js';

const packages = [
  '@tensorflow/tfjs-core',
  '@tfjs-stn/core',
  'onnxruntime-web',
  'onnxruntime-node',
  '@techstark/opencv-js',
];

/**
 * The versions of everything that takes part, by name; what is absent is left out.
 *
 * @param python with torch; without it, one on the path
 * @param chromium an executable, if a browser takes part
 */
export async function softwareVersions(
  python: string | undefined,
  chromium: string | undefined,
): Promise<Record<string, string>> {
  const browser = chromium === undefined ? undefined : await versionOf(chromium);
  const torch = await findPython(python).catch(() => undefined);
  torch?.close();
  const found = packages.flatMap((name) => {
    const version = packageVersion(name);
    return version === undefined ? [] : [[name, version] as const];
  });
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    ...Object.fromEntries(found),
    ...(torch && { torch: torch.version }),
    ...(browser !== undefined && { chromium: browser }),
  };
}

/** A browser says `Chromium 140.0.1 built on Debian`. */
async function versionOf(chromium: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(chromium, ['--version'], { timeout: 20_000 });
    return /\d[\d.]+/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}

/** Not every package exports its package.json, so it is looked for above its entry point. */
function packageVersion(name: string): string | undefined {
  try {
    let folder = dirname(createRequire(import.meta.url).resolve(name));
    while (dirname(folder) !== folder) {
      const file = join(folder, 'package.json');
      if (existsSync(file)) {
        const manifest: { name?: string; version?: string } = JSON.parse(
          readFileSync(file, 'utf8'),
        );
        if (manifest.name === name) return manifest.version;
      }
      folder = dirname(folder);
    }
  } catch {
    // Not installed here.
  }
  return undefined;
}
