import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { capture } from '../setup/run-step.mjs';
import { root } from '../setup/workspace.mjs';

/** Where tfjs-node expects its addon, from its own folder or from that of a build. */
export const addonPath = join('lib', 'napi-v8', 'tfjs_binding.node');

/** What Node 23 and later need before they load tfjs-node. */
export const preload = join(root, 'tooling', 'tfjs-node', 'removed-from-util.cjs');

/** @typedef {{ folder: string, version: string, addon: string }} TfjsNode */

/** @returns {TfjsNode | undefined} the package that the tests of this repository load */
export function findTfjsNode() {
  const require = createRequire(join(root, 'packages', 'backend-node', 'package.json'));
  try {
    const manifest = require.resolve('@tensorflow/tfjs-node/package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const folder = dirname(manifest);
    return { folder, version, addon: join(folder, addonPath) };
  } catch {
    return undefined;
  }
}

/**
 * @param {TfjsNode} tfjsNode
 * @returns {boolean} whether its own install has made an addon
 */
export function hasOwnAddon({ addon }) {
  return existsSync(addon) && !lstatSync(addon).isSymbolicLink();
}

/**
 * Makes the addon the one that the package loads. The loader finds its libraries next to its real
 * path, in the cache.
 *
 * @param {TfjsNode} tfjsNode
 * @param {string} built
 */
export function linkAddon({ addon }, built) {
  mkdirSync(dirname(addon), { recursive: true });
  rmSync(addon, { force: true });
  symlinkSync(built, addon);
}

/**
 * @param {string} [platform]
 * @param {string} [arch]
 * @returns {string | undefined} why the addon can't be built here, and what to do instead
 */
export function platformProblem(platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && arch === 'x64') return undefined;
  return (
    `the addon is built for linux on x64 only, not for ${platform} on ${arch}. ` +
    "Let tfjs-node download its own: in packages/backend-node, 'npm rebuild @tensorflow/tfjs-node'"
  );
}

/**
 * @param {TfjsNode} tfjsNode
 * @param {string} [node] the version that is running
 * @returns {Promise<number>} an exit code; what is found is printed
 */
export async function smokeTest({ folder, version, addon }, node = process.versions.node) {
  const isNew = Number(node.split('.')[0]) >= 23;
  const program =
    'const tf = require(process.argv[1]); const { binding } = tf.backend();' +
    'console.log(tf.getBackend(), binding.TF_Version, tf.matMul([[2]], [[3]]).arraySync()[0][0])';
  const options = isNew ? ['--require', preload] : [];
  const args = [...options, '-e', program, folder];
  const { code, output } = await capture(process.execPath, args);
  const [, tensorflow] = /^tensorflow (\S+) 6$/m.exec(output) ?? [];
  if (code === 0 && tensorflow !== undefined && existsSync(addon)) {
    console.log(`tfjs-node ${version} runs TensorFlow ${tensorflow}`);
    if (isNew) console.log(`On Node ${node} it needs: node --require ${preload}`);
    return 0;
  }
  console.error(`tfjs-node: the addon doesn't work here\n\n${output.trim()}`);
  return 1;
}
