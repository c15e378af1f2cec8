import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { home } from './repository.mjs';

/** @typedef {import('./measure-sizes.mjs').Sizes} Sizes */

const file = join(home, 'bundle-sizes.json');
const unit = 'bytes of a Vite bundle, minified, and gzipped as well; without TensorFlow.js';

/** How far a size may be from what is recorded: bundlers and zlib differ by so much. */
const tolerance = { share: 0.03, bytes: 40 };

/** @returns {Sizes} */
export function readSizes() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).sizes : {};
}

/** @param {Sizes} sizes */
export function writeSizes(sizes) {
  writeFileSync(file, `${JSON.stringify({ unit, sizes }, undefined, 2)}\n`);
}

/**
 * @param {Sizes} measured
 * @param {Sizes} recorded
 * @returns {string[]} where they differ
 */
export function sizeDrift(measured, recorded) {
  const names = [...new Set([...Object.keys(measured), ...Object.keys(recorded)])].sort();
  return names.flatMap((name) => {
    const { [name]: now } = measured;
    const { [name]: before } = recorded;
    if (now === undefined) return [`${name}: recorded, and not there to measure`];
    if (before === undefined) return [`${name}: not recorded`];
    return /** @type {const} */ (['minified', 'gzipped']).flatMap((kind) => {
      const most = tolerance.share * before[kind] + tolerance.bytes;
      const drifted = Math.abs(now[kind] - before[kind]) > most;
      return drifted ? [`${name}, ${kind}: ${before[kind]} recorded, ${now[kind]} measured`] : [];
    });
  });
}
