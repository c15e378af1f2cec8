import { cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runStep } from '../setup/step.mjs';
import { fetchTensorflow } from './fetch-tensorflow.mjs';
import { makeWhole } from './make-whole.mjs';
import { napiVersion, nodeGyp } from './versions.mjs';

/**
 * Builds tfjs-node's addon from the sources in its package, once.
 *
 * @param {import('./tfjs-node-package.mjs').TfjsNodePackage} tfjsNode
 * @param {string} folder in the cache; what is there is whole
 * @returns {Promise<string>} the addon
 */
export async function buildAddon(tfjsNode, folder) {
  const addonIn = (/** @type {string} */ place) =>
    join(place, 'lib', `napi-v${napiVersion}`, 'tfjs_binding.node');
  const isWhole = () => existsSync(addonIn(folder));
  if (!isWhole()) {
    await makeWhole(folder, isWhole, async (making) => {
      await fetchTensorflow(making);
      for (const name of ['binding', 'binding.gyp', 'package.json']) {
        cpSync(join(tfjsNode.folder, name), join(making, name), { recursive: true });
      }
      const lib = join(making, 'deps', 'lib');
      for (const [name, target] of Object.entries(linkNames)) symlinkSync(target, join(lib, name));
      await compile(making, dirname(addonIn(making)));
      for (const name of ['build', join('deps', 'include')])
        rmSync(join(making, name), { recursive: true });
    });
  }
  return addonIn(folder);
}

const linkNames = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
};

/**
 * @param {string} folder
 * @param {string} target
 */
async function compile(folder, target) {
  const variables = {
    module_name: 'tfjs_binding',
    module_path: target,
    napi_build_version: napiVersion,
  };
  const options = Object.entries(variables).map(([name, value]) => `--${name}=${value}`);
  await runStep(
    "Building tfjs-node's addon",
    { file: 'npx', args: ['--yes', nodeGyp, 'rebuild', '-C', folder, ...options] },
    "It takes make, a C++ compiler and Node's headers; node-gyp downloads these, or takes npm's nodedir.",
  );
}
