// `antialiased` against what graphics does, a mip pyramid with trilinear lookup, and against bilinear
// sampling without either: the error against exact area means, the gradient by θ, and the time on the
// wasm backend with our kernels, in turns. One process, one thread. Run it on what is built:
//
//     node packages/sampler-filters/bench/mip-pyramid.mjs --help
import { cpus } from 'node:os';

import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

import { casesOf } from './mip-pyramid/cases.mjs';
import { contestantsFor } from './mip-pyramid/contestants.mjs';
import { errorsOf } from './mip-pyramid/errors.mjs';
import { gradientAngles } from './mip-pyramid/gradients.mjs';
import { readOptions } from './mip-pyramid/options.mjs';
import { angleText, errorText, table, timeText } from './mip-pyramid/table.mjs';
import { timesOf } from './mip-pyramid/times.mjs';

const options = askedOptions();
if ('help' in options) {
  console.log(options.help);
  process.exit();
}
const { rules, size, timed, rounds } = options;

await tf.setBackend('wasm');
await registerWasmKernels();
const contestants = contestantsFor(rules);
const names = contestants.map(({ name }) => name);
const cases = casesOf(size);
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ` +
    `${cpus()[0]?.model.trim()}, ${process.arch}, ${cpus().length} cores, one thread used\n`,
);
printErrors();
printGradients();
await printTimes();

function printErrors() {
  const rows = cases.map((one) => {
    progress(`error: ${one.what}`);
    return [one.what, ...errorsOf(one, contestants).map(errorText)];
  });
  progress('');
  const head = `root mean square error against the exact area mean, image ${size} × ${size}`;
  console.log(`${table([head, ...names], rows)}\n`);
}

/** Not of upright maps: there edges lie on edges, where an area mean has a kink and no one gradient. */
function printGradients() {
  const rows = cases
    .filter(({ what, shrinking }) => what.startsWith('leaves') && shrinking.turn !== 0)
    .map((one) => {
      progress(`gradient: ${one.what}`);
      return [one.what, ...gradientAngles(one, contestants).map(angleText)];
    });
  progress('');
  const head = 'gradient by θ, and its angle to that of the exact area mean';
  console.log(`${table([head, ...names], rows)}\n`);
}

/** Under maps that shrink alike in all directions either rule gives one level: one pyramid is enough. */
async function printTimes() {
  const racers = contestants.slice(0, 3);
  const rows = [];
  for (const by of [1, 2, 3, 4, 8]) {
    const output = Math.round(timed / by);
    progress(`time: ${timed} to ${output}`);
    const times = await timesOf({ side: timed, by, rounds, contestants: racers });
    const texts = (/** @type {'forward' | 'backward'} */ what) => {
      const own = times.map((each) => each[what]);
      return own.map((each) => timeText(each, own[1] ?? []));
    };
    rows.push([`${output} × ${output}`, ...texts('forward'), ...texts('backward')]);
  }
  progress('');
  const what = ['bilinear', 'antialiased', 'pyramid'];
  const head = [...what, ...what.map((name) => `${name}, with the gradient by θ`)];
  console.log(`time as a multiple of antialiased, of [1, ${timed}, ${timed}, 3], turned by 10°`);
  console.log(`(medians of ${rounds} rounds)\n`);
  console.log(table(['output', ...head], rows));
}

/** A line that changes on a terminal, and lines elsewhere. */
function progress(/** @type {string} */ text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

function askedOptions() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`mip-pyramid: ${message}. See --help`);
    return process.exit(2);
  }
}
