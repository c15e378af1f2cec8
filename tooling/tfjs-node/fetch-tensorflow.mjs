import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { runStep } from '../setup/step.mjs';
import { tensorflowVersion, wheelPlatform, wheelPython } from './versions.mjs';

/** The libraries, and the headers that the addon includes. */
const wanted = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/',
  'tensorflow/include/tsl/platform/',
  'tensorflow/include/xla/tsl/c/',
];

/** Python has been found for pip already; not every machine has unzip. */
const unpack = `
import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [n for n in archive.namelist() if n.startswith(tuple(wanted))])
`;

/**
 * Lays TensorFlow's libraries and headers out as tfjs-node's build looks for them: `deps/lib` and
 * `deps/include`. They come from TensorFlow's Python wheel, by pip with whatever settings it has.
 *
 * @param {string} folder
 */
export async function fetchTensorflow(folder) {
  const wheels = join(folder, 'wheel');
  const python = 'python3';
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', wheels];
  const tag = ['--implementation', 'cp', '--python-version', wheelPython];
  const source = [...tag, '--platform', wheelPlatform, `tensorflow-cpu==${tensorflowVersion}`];
  await runStep(
    `Downloading TensorFlow ${tensorflowVersion}, 260 MB`,
    { file: python, args: [...pip, ...source] },
    'It takes Python with pip, and an index that pip can reach.',
  );
  const [wheel = ''] = readdirSync(wheels);
  await runStep(
    'Unpacking TensorFlow, 850 MB',
    { file: python, args: ['-c', unpack, join(wheels, wheel), folder, ...wanted] },
    'Is there room on the disk?',
  );
  layOut(folder);
  rmSync(wheels, { recursive: true });
}

/** @param {string} folder */
function layOut(folder) {
  const from = join(folder, 'tensorflow');
  const lib = join(folder, 'deps', 'lib');
  mkdirSync(lib, { recursive: true });
  renameSync(join(from, 'include'), join(folder, 'deps', 'include'));
  // The linker looks for one name, and the loader for the one that is written inside.
  renameSync(join(from, 'libtensorflow_cc.so.2'), join(lib, 'libtensorflow_cc.so.2'));
  renameSync(join(from, 'libtensorflow_framework.so.2'), join(lib, 'libtensorflow_framework.so.2'));
  rmSync(from, { recursive: true });
}
