import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { cacheFolder } from '../build-addon.mjs';
import { hasOwnAddon, linkAddon, platformProblem, smokeTest } from '../tfjs-node.mjs';

const buildAddon = new URL('../build-addon.mjs', import.meta.url).href;
const addon = join('lib', 'napi-v8', 'tfjs_binding.node');

/** In the place of pip and of Python's zipfile: a wheel with what is wanted of TensorFlow's. */
const python = `#!/bin/sh
if [ "$2" = pip ]; then
  echo "pip $*" >> "$LOG"
  while [ "$1" != --dest ]; do shift; done
  mkdir -p "$2" && touch "$2/tensorflow.whl"
else
  cd "$4" && mkdir -p tensorflow/include/tensorflow/c
  touch tensorflow/libtensorflow_cc.so.2 tensorflow/libtensorflow_framework.so.2
fi`;

/** In the place of node-gyp. */
const npx = `#!/bin/sh
echo "npx $*" >> "$LOG"
[ -z "$PAUSE" ] || sleep "$PAUSE"
[ -z "$BREAK" ] || { echo "no compiler"; exit 1; }
for argument in "$@"; do
  case "$argument" in --module_path=*) target="\${argument#*=}";; esac
done
mkdir -p "$target"
[ -e "$target/../../deps/include/tensorflow/c" ] && [ -L "$target/../../deps/lib/libtensorflow.so" ] || exit 1
mkdir "$target/../../build" && echo addon > "$target/tfjs_binding.node"`;

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'tfjs-stn-addon-'));
  mkdirSync(join(place, 'bin'));
  for (const [name, script] of Object.entries({ python3: python, npx })) {
    writeFileSync(join(place, 'bin', name), script);
    chmodSync(join(place, 'bin', name), 0o755);
  }
  mkdirSync(join(place, 'package', 'binding'), { recursive: true });
  for (const name of ['binding.gyp', 'package.json'])
    writeFileSync(join(place, 'package', name), '{}');
});
afterEach(() => rmSync(place, { recursive: true }));

interface Build {
  readonly id: number | undefined;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly end: Promise<{ code: number | null; output: string }>;
}

/** Builds in a process of its own, with these commands in the place of the real ones. */
function build(env: Record<string, string> = {}): Build {
  const program = `import { buildAddon } from ${JSON.stringify(buildAddon)};
    const [folder, target] = process.argv.slice(1);
    console.log(await buildAddon({ folder, version: '0', addon: '' }, target));`;
  const args = ['--input-type=module', '--eval', program, join(place, 'package'), cached()];
  const PATH = [join(place, 'bin'), process.env['PATH']].join(delimiter);
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PATH, LOG: join(place, 'log'), ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const end = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  );
  return { id: child.pid, kill: (signal) => void child.kill(signal), end };
}

const cached = (): string => join(place, 'cache', 'key');
const calls = (): string[] => readFileSync(join(place, 'log'), 'utf8').trim().split('\n');

describe.skipIf(process.platform === 'win32')('the addon', () => {
  it('is built once, from the libraries of a wheel, and what it took is gone', async () => {
    const first = await build().end;
    expect(first.output).toContain(join(cached(), addon));
    expect(readFileSync(join(cached(), addon), 'utf8')).toBe('addon\n');
    expect(readdirSync(cached()).sort()).toEqual(
      ['binding', 'binding.gyp', 'deps', 'lib', 'package.json'].sort(),
    );
    expect(readdirSync(join(cached(), 'deps'))).toEqual(['lib']);
    expect(calls()[0]).toMatch(/^pip -m pip download --no-deps .* tensorflow-cpu==\d/);
    expect((await build().end).code).toBe(0);
    expect(calls()).toHaveLength(2);
    expect(readdirSync(join(place, 'cache'))).toEqual(['key']);
  });

  it('is built by two at a time, and over what is not whole', async () => {
    mkdirSync(join(cached(), 'lib'), { recursive: true });
    writeFileSync(join(cached(), 'half'), '');
    const builds = [build({ PAUSE: '0.3' }), build({ PAUSE: '0.3' })];
    for (const { end } of builds) expect((await end).code).toBe(0);
    expect(readdirSync(join(place, 'cache'))).toEqual(['key']);
    expect(existsSync(join(cached(), 'half'))).toBe(false);
  });

  it('leaves nothing behind where it fails, and says how', async () => {
    const { code, output } = await build({ BREAK: '1' }).end;
    expect(code).toBe(1);
    expect(output).toMatch(/no compiler[^]*It takes make, a C\+\+ compiler and Node's headers/);
    expect(readdirSync(join(place, 'cache'))).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing behind at %s', async (signal, code) => {
    const running = build({ PAUSE: '8' });
    await vi.waitUntil(() => existsSync(join(place, 'log')) && calls().length === 2);
    running.kill(signal);
    expect((await running.end).code).toBe(code);
    expect(readdirSync(join(place, 'cache'))).toEqual([]);
  });

  it('removes the leftovers of a killed build, and no others', async () => {
    const running = build({ PAUSE: '8' });
    await vi.waitUntil(() => existsSync(join(place, 'log')) && calls().length === 2);
    running.kill('SIGKILL');
    await running.end;
    const left = `key.${running.id}`;
    const mine = `key.${process.pid}`;
    mkdirSync(join(place, 'cache', mine));
    expect(readdirSync(join(place, 'cache'))).toContain(left);
    expect((await build().end).code).toBe(0);
    expect(readdirSync(join(place, 'cache')).sort()).toEqual(['key', mine].sort());
  });
});

describe('tfjs-node', () => {
  const folder = (): string => join(place, 'package');
  const tfjsNode = (): { folder: string; version: string; addon: string } => ({
    folder: folder(),
    version: '4.22.0',
    addon: join(folder(), addon),
  });

  it('has an addon of its own, or one that was linked', () => {
    expect(hasOwnAddon(tfjsNode())).toBe(false);
    const built = join(place, 'built.node');
    writeFileSync(built, 'built');
    linkAddon(tfjsNode(), built);
    linkAddon(tfjsNode(), built);
    expect(readFileSync(tfjsNode().addon, 'utf8')).toBe('built');
    expect(hasOwnAddon(tfjsNode())).toBe(false);
    rmSync(tfjsNode().addon);
    writeFileSync(tfjsNode().addon, 'downloaded');
    expect(hasOwnAddon(tfjsNode())).toBe(true);
  });

  const working = `module.exports = {
    getBackend: () => 'tensorflow',
    backend: () => ({ binding: { TF_Version: '2.99' } }),
    matMul: () => ({ arraySync: () => [[6]] }),
  };`;

  it.each([
    [working, 0, 'tfjs-node 4.22.0 runs TensorFlow 2.99'],
    [
      `if (!require('util').isNullOrUndefined(null)) throw new Error('removed'); ${working}`,
      0,
      'On Node 24.1.0 it needs: node --require /',
      '24.1.0',
    ],
    [working.replace("'tensorflow'", "'cpu'"), 1, "the addon doesn't work here"],
    ["throw new Error('libtensorflow.so.2: cannot open')", 1, 'libtensorflow.so.2: cannot open'],
  ])('is tried out (%#)', async (program, code, text, node = '22.1.0') => {
    writeFileSync(join(folder(), 'index.js'), program);
    mkdirSync(join(folder(), 'lib', 'napi-v8'), { recursive: true });
    writeFileSync(tfjsNode().addon, '');
    let said = '';
    const say = (line: string): void => void (said += line);
    vi.spyOn(console, 'log').mockImplementation(say);
    vi.spyOn(console, 'error').mockImplementation(say);
    expect(await smokeTest(tfjsNode(), node)).toBe(code);
    expect(said).toContain(text);
    vi.restoreAllMocks();
  });
});

it('keeps what it builds where it is told, or where the system keeps such things', () => {
  expect(cacheFolder({ TFJS_STN_CACHE: '/a/b', XDG_CACHE_HOME: '/c' })).toBe('/a/b');
  expect(cacheFolder({ XDG_CACHE_HOME: '/c' })).toBe(join('/c', 'tfjs-stn'));
  expect(cacheFolder({})).toBe(join(homedir(), '.cache', 'tfjs-stn'));
});

it('says where the addon cannot be made, and what to do instead', () => {
  expect(platformProblem('linux', 'x64')).toBeUndefined();
  expect(platformProblem('linux', 'arm64')).toMatch(/not for linux on arm64\. .*npm rebuild/);
  expect(platformProblem('darwin', 'x64')).toMatch(/not for darwin on x64/);
});
