import '../setup/check-node.mjs';

import { join } from 'node:path';

import { install } from '../setup/prepare.mjs';
import { buildAddon, cacheFolder, cacheKey } from './build-addon.mjs';
import { findTfjsNode, hasOwnAddon, linkAddon, platformProblem, smokeTest } from './tfjs-node.mjs';

// Builds the native addon of @tensorflow/tfjs-node into a cache, and links it.
await install();
const tfjsNode = findTfjsNode();
const needsAddon = tfjsNode !== undefined && !hasOwnAddon(tfjsNode);
const problem =
  tfjsNode === undefined
    ? '@tensorflow/tfjs-node is not installed. Is it in packages/backend-node?'
    : needsAddon && platformProblem();
if (tfjsNode === undefined || problem) {
  console.error(`tfjs-node: ${problem}`);
  process.exitCode = 1;
} else {
  if (needsAddon) {
    const folder = join(cacheFolder(), 'tfjs-node', cacheKey(tfjsNode.version));
    linkAddon(tfjsNode, await buildAddon(tfjsNode, folder));
  }
  process.exitCode = await smokeTest(tfjsNode);
}
