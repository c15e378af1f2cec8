import { existsSync } from 'node:fs';

import { captureCommand } from '../setup/run-command.mjs';

/**
 * @param {import('./tfjs-node-package.mjs').TfjsNodePackage} tfjsNode
 * @returns {Promise<number>} an exit code; what is found is printed
 */
export async function tryOut({ folder, version, addon }) {
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
