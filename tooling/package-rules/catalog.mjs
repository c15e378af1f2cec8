import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../setup/workspace.mjs';

/** @returns {Map<string, string>} the versions that pnpm-workspace.yaml names, by package */
export function readCatalog() {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const [, block = ''] = /^catalog:\n((?: {2}.*\n)*)/m.exec(yaml) ?? [];
  const entries = block.matchAll(/^ {2}'?([^':]+)'?: (\S+)$/gm);
  return new Map([...entries].map(([, name = '', version = '']) => [name, version]));
}
