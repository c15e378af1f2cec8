// Sampling and a training step on this machine: our kernels on tfjs's tensorflow and cpu backends,
// and by themselves, without the copies of tensors, TensorFlow's own op and PyTorch, each with 1 and
// with 2 threads. Every contestant is a process of its own with as many threads in every library,
// and cores, as it is said to have; they take turns in every round, and results are checked before
// anything is timed. Run it on what is built:
//
//     node packages/backend-node/bench/compare.mjs [--python <python with torch>] [--rounds 25]
//       [--malloc <library>]
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { check } from './comparison/check.mjs';
import { startContestant } from './comparison/contestant.mjs';
import { median, ratioLine, timeLine } from './comparison/figures.mjs';
import { shapes } from './comparison/pictures.mjs';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '25' },
    malloc: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`node packages/backend-node/bench/compare.mjs [options]

  --python <file>   a Python with torch; without it PyTorch is left out
  --rounds <number> how often everyone has a turn (default: 25)
  --malloc <file>   a library with another malloc, for everyone's process, such as
                    /usr/lib/x86_64-linux-gnu/libtcmalloc_minimal.so.4 (default: the system's)`);
  process.exit();
}
if (options.malloc !== undefined && !existsSync(options.malloc)) {
  console.error(`--malloc must be a library that is there, got ${options.malloc}`);
  process.exit(1);
}
const rounds = Number(options.rounds);
/** @type {Record<string, string>} */
const environment = options.malloc === undefined ? {} : { LD_PRELOAD: resolve(options.malloc) };
/** In a round everyone has so many milliseconds for a problem, and one call at least. */
const turn = 40;
const threadCounts = [1, 2];

const pathOf = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const node = [process.execPath, pathOf('node-contestant.mjs')];
const trains = ['sample', 'step', 'transformer'];
const contestants = threadCounts.flatMap((threads) => {
  const start = (
    /** @type {string} */ library,
    /** @type {string[]} */ tasks,
    /** @type {string[]} */ command,
  ) => startContestant({ library, threads, environment, tasks, command });
  const torch = pathOf('../../../tooling/pytorch/st_cnn_step.py');
  return [
    start('tensorflow', [...trains, 'TensorFlow samples'], [...node, 'tensorflow']),
    start('cpu', ['sample'], [...node, 'cpu']),
    start('kernels alone', ['sample'], [...node, 'kernels']),
    ...(options.python ? [start('PyTorch', trains, [options.python, torch])] : []),
  ];
});
const problems = [
  ...shapes.map((shape) => ({ shape, tasks: ['sample', 'TensorFlow samples'] })),
  { shape: undefined, tasks: ['step', 'transformer'] },
];

try {
  for (const problem of problems) report(problem, await race(problem));
} finally {
  for (const contestant of contestants) contestant.end();
}

/**
 * @param {{ shape: import('./comparison/pictures.mjs').Shape | undefined, tasks: string[] }} problem
 * @returns {Promise<import('./comparison/figures.mjs').Timed[]>}
 */
async function race({ shape, tasks }) {
  const entries = tasks.flatMap((task) =>
    contestants
      .filter((contestant) => contestant.tasks.includes(task))
      .map((contestant) => ({
        contestant,
        task,
        shape,
        library: task === 'TensorFlow samples' ? 'ImageProjectiveTransformV3' : contestant.library,
        threads: contestant.threads,
        rounds: /** @type {number[]} */ ([]),
      })),
  );
  for (const task of tasks) {
    const answers = [];
    for (const { contestant } of entries.filter((entry) => entry.task === task)) {
      const facts = await contestant.ask({ task, shape, milliseconds: 0 });
      answers.push({ name: contestant.name, facts });
    }
    check({ task, shape }, answers);
  }
  // Until engines have compiled what they run.
  for (const { contestant, task } of entries)
    await contestant.ask({ task, shape, milliseconds: 700 });
  for (let round = 0; round < rounds; round++) {
    // Another one begins every time.
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[(index + round) % entries.length];
      if (!entry) continue;
      const { times } = await entry.contestant.ask({ task: entry.task, shape, milliseconds: turn });
      entry.rounds.push(median(times));
    }
  }
  return entries;
}

/**
 * @param {{ shape: import('./comparison/pictures.mjs').Shape | undefined }} problem
 * @param {import('./comparison/figures.mjs').Timed[]} timed
 */
function report({ shape }, timed) {
  const find = (
    /** @type {string} */ task,
    /** @type {string} */ library,
    /** @type {number} */ threads,
  ) => timed.find((one) => one.task === task && one.library === library && one.threads === threads);
  const isLarge = shape?.[1] === 1080;
  console.log(shape ? `\nsampling [${shape.join(', ')}]` : '\nthe small ST-CNN, batch 128');
  for (const one of timed) console.log(timeLine(one));
  for (const threads of threadCounts) {
    const at = `at ${threads} thread${threads > 1 ? 's' : ''}`;
    const ours = (/** @type {string} */ task) => find(task, 'tensorflow', threads);
    const torch = (/** @type {string} */ task) => find(task, 'PyTorch', threads);
    const share = shape && !isLarge ? { most: 0.6 } : {};
    print(ratioLine(`tensorflow / PyTorch ${at}`, ours('sample'), torch('sample'), share));
    const own = find('TensorFlow samples', 'ImageProjectiveTransformV3', threads);
    print(ratioLine(`tensorflow / ImageProjectiveTransformV3 ${at}`, ours('sample'), own, {}));
    print(ratioLine(`transformer / step ${at}`, ours('transformer'), ours('step'), { most: 0.15 }));
    print(ratioLine(`step / PyTorch's ${at}`, ours('step'), torch('step'), {}));
  }
  for (const library of ['tensorflow', 'cpu', 'kernels alone', 'PyTorch']) {
    const [one, two] = threadCounts.map((threads) => find('sample', library, threads));
    const isAsked = isLarge && ['tensorflow', 'kernels alone'].includes(library);
    print(ratioLine(`${library}: 2 threads against 1`, one, two, isAsked ? { least: 1.7 } : {}));
  }
}

function print(/** @type {string[]} */ lines) {
  for (const line of lines) console.log(line);
}
