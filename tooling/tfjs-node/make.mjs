import { join } from 'node:path';

import '../setup/check-node.mjs';
import { install } from '../setup/install.mjs';
import { buildAddon } from './build-addon.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { linkAddon } from './link-addon.mjs';
import { problemHere } from './problem-here.mjs';
import { hasItsOwnAddon, tfjsNodePackage } from './tfjs-node-package.mjs';
import { tryOut } from './try-out.mjs';
import { napiVersion, tensorflowVersion } from './versions.mjs';

await install();
const tfjsNode = tfjsNodePackage();
if (tfjsNode === undefined) {
  console.error(
    'tfjs-node: @tensorflow/tfjs-node is not installed. Is it in packages/backend-node?',
  );
  process.exitCode = 1;
} else {
  process.exitCode = await make(tfjsNode);
}

/**
 * @param {import('./tfjs-node-package.mjs').TfjsNodePackage} tfjsNode
 * @returns {Promise<number>} an exit code
 */
async function make(tfjsNode) {
  if (!hasItsOwnAddon(tfjsNode)) {
    const problem = problemHere(tfjsNode.version);
    if (problem !== undefined) {
      console.error(`tfjs-node: ${problem}`);
      return 1;
    }
    const machine = `${process.platform}-${process.arch}-napi-v${napiVersion}`;
    const key = `${tfjsNode.version}-tensorflow-${tensorflowVersion}-${machine}`;
    linkAddon(tfjsNode, await buildAddon(tfjsNode, join(cacheFolder(), 'tfjs-node', key)));
  }
  return tryOut(tfjsNode);
}
