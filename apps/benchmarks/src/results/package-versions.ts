import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packages = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-node',
  '@tfjs-stn/core',
  'onnxruntime-web',
  'onnxruntime-node',
  '@techstark/opencv-js',
];

/** The versions of the packages that take part, by name; what is not installed is left out. */
export function packageVersions(): Record<string, string> {
  const found = packages.flatMap((name) => {
    const version = packageVersion(name);
    return version === undefined ? [] : [[name, version] as const];
  });
  return Object.fromEntries(found);
}

/** Not every package exports its package.json, so it is looked for above its entry point. */
function packageVersion(name: string): string | undefined {
  try {
    let folder = dirname(requireFor(name).resolve(name));
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

/** tfjs-node belongs to our package for Node, not to this app. */
function requireFor(name: string): NodeJS.Require {
  const own = createRequire(import.meta.url);
  if (name !== '@tensorflow/tfjs-node') return own;
  return createRequire(own.resolve('@tfjs-stn/backend-node/package.json'));
}
