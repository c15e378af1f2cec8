import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import '../setup/check-node.mjs';
import { install } from '../setup/install.mjs';
import { captureCommand } from '../setup/run-command.mjs';
import { buildAddon } from './build-addon.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { problemHere } from './problem-here.mjs';
import { hasItsOwnAddon, tfjsNodePackage } from './tfjs-node-package.mjs';
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
    const problem = problemHere();
    if (problem !== undefined) {
      console.error(`tfjs-node: ${problem}`);
      return 1;
    }
    const machine = `${process.platform}-${process.arch}-napi-v${napiVersion}`;
    const key = `${tfjsNode.version}-tensorflow-${tensorflowVersion}-${machine}`;
    link(tfjsNode, await buildAddon(tfjsNode, join(cacheFolder(), 'tfjs-node', key)));
  }
  return tryOut(tfjsNode);
}

/**
 * Makes the addon the one that the package loads. Its libraries lie beside it in the cache, where
 * the loader looks for them by the addon's real path.
 *
 * @param {import('./tfjs-node-package.mjs').TfjsNodePackage} tfjsNode
 * @param {string} built
 */
function link({ addon }, built) {
  mkdirSync(dirname(addon), { recursive: true });
  rmSync(addon, { force: true });
  symlinkSync(built, addon);
}

/** @param {import('./tfjs-node-package.mjs').TfjsNodePackage} tfjsNode */
async function tryOut({ folder, version, addon }) {
  const script =
    'const tf = require(process.argv[1]); const { binding } = tf.backend();' +
    'console.log(tf.getBackend(), binding.TF_Version, tf.matMul([[2]], [[3]]).arraySync()[0][0])';
  const { code, output } = await captureCommand({
    file: process.execPath,
    args: ['-e', script, folder],
  });
  const [, tensorflow] = /^tensorflow (\S+) 6$/m.exec(output) ?? [];
  if (code === 0 && tensorflow !== undefined && existsSync(addon)) {
    console.log(`tfjs-node ${version} runs TensorFlow ${tensorflow}`);
    return 0;
  }
  console.error(`tfjs-node: the addon doesn't work here\n\n${output.trim()}`);
  return 1;
}
