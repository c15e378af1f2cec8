import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { runStep } from '../setup/run-step.mjs';
import { atomicFolder } from './atomic-folder.mjs';
import { addonPath } from './tfjs-node.mjs';

/** The sources of the addon. Another version gets another folder in the cache. */
const tensorflow = '2.21.0';
/** The libraries are the same in the wheels of every Python. */
const wheel = ['--python-version', '3.11', '--platform', 'manylinux_2_27_x86_64'];

/** The libraries, and the headers that the addon includes. */
const wanted = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/',
  'tensorflow/include/tsl/platform/',
  'tensorflow/include/xla/tsl/c/',
];

/** pip needs Python anyway, and not every machine has unzip. */
const unzip = `
import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [n for n in archive.namelist() if n.startswith(tuple(wanted))])
`;

/** @param {string} version of tfjs-node */
export function cacheKey(version) {
  return `${version}-tensorflow-${tensorflow}-${process.platform}-${process.arch}-napi-v8`;
}

/** The folder for large things that are made once per machine, never inside the repository. */
export function cacheFolder(env = process.env) {
  const ofSystem = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return env['TFJS_STN_CACHE'] || join(ofSystem, 'tfjs-stn');
}

/**
 * Builds the addon of tfjs-node once, from the sources in its package.
 *
 * @param {import('./tfjs-node.mjs').TfjsNode} tfjsNode
 * @param {string} folder in the cache
 * @returns {Promise<string>} the addon
 */
export async function buildAddon(tfjsNode, folder) {
  const isComplete = () => existsSync(join(folder, addonPath));
  if (!isComplete()) {
    await atomicFolder(folder, isComplete, async (making) => {
      await fetchTensorflow(making);
      for (const name of ['binding', 'binding.gyp', 'package.json']) {
        cpSync(join(tfjsNode.folder, name), join(making, name), { recursive: true });
      }
      await compile(making);
      for (const name of ['build', join('deps', 'include')]) {
        rmSync(join(making, name), { recursive: true });
      }
    });
  }
  return join(folder, addonPath);
}

/**
 * Puts the libraries and headers of TensorFlow's Python wheel where the build of tfjs-node looks for
 * them: `deps/lib` and `deps/include`.
 *
 * @param {string} folder
 */
async function fetchTensorflow(folder) {
  const [wheels, unpacked] = [join(folder, 'wheel'), join(folder, 'tensorflow')];
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', wheels];
  await runStep(
    `Downloading TensorFlow ${tensorflow}, 260 MB`,
    ['python3', [...pip, '--implementation', 'cp', ...wheel, `tensorflow-cpu==${tensorflow}`]],
    'It takes Python with pip, and an index that pip can reach.',
  );
  await runStep(
    'Unpacking TensorFlow, 850 MB',
    ['python3', ['-c', unzip, join(wheels, readdirSync(wheels)[0] ?? ''), folder, ...wanted]],
    'Is there room on the disk?',
  );
  const lib = join(folder, 'deps', 'lib');
  mkdirSync(lib, { recursive: true });
  renameSync(join(unpacked, 'include'), join(folder, 'deps', 'include'));
  // The linker looks for one name, and the loader for the one that is written inside.
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    renameSync(join(unpacked, name), join(lib, name));
    symlinkSync(name, join(lib, name.replace(/(_cc)?\.so\.2$/, '.so')));
  }
  for (const path of [unpacked, wheels]) rmSync(path, { recursive: true });
}

/** @param {string} folder */
async function compile(folder) {
  const variables = {
    module_name: 'tfjs_binding',
    module_path: dirname(join(folder, addonPath)),
    napi_build_version: '8',
  };
  const options = Object.entries(variables).map(([name, value]) => `--${name}=${value}`);
  await runStep(
    "Building tfjs-node's addon",
    ['npx', ['--yes', 'node-gyp@12.4.0', 'rebuild', '-C', folder, ...options]],
    "It takes make, a C++ compiler and Node's headers; node-gyp downloads these, or takes npm's nodedir.",
  );
}
