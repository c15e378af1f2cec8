// Measures what the programs promise, on one backend: `node tooling/gpu/run.mjs webgpu <this file>`.
// Ratios of calls that alternate in one run; the figures of a software GPU carry over in kind alone.
import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

const own =
  tf.getBackend() === 'webgl'
    ? await import('@tfjs-stn/backend-webgl')
    : await import('@tfjs-stn/backend-webgpu');
const register = Object.values(own)[0];
const sampler = bilinear();
const transform = affine();

/**
 * Waits for what has been queued: reads one value of a result. A packed texture would be copied to be
 * reshaped, which is not what is measured.
 */
async function settle(result) {
  const one = tf.slice(
    result,
    result.shape.map(() => 0),
    result.shape.map(() => 1),
  );
  await one.data();
  tf.dispose([one, result]);
}

async function time(call, calls) {
  const start = performance.now();
  let last;
  for (let i = 0; i < calls; i++) {
    last?.dispose();
    last = tf.tidy(call);
  }
  await settle(last);
  return (performance.now() - start) / calls;
}

/** The shortest of several runs of each, in turns. */
async function race(contestants, runs = 7, calls = 4) {
  const least = {};
  for (const call of Object.values(contestants)) await settle(tf.tidy(call));
  for (let run = 0; run < runs; run++) {
    for (const [name, call] of Object.entries(contestants)) {
      least[name] = Math.min(least[name] ?? Infinity, await time(call, calls));
    }
  }
  return least;
}

async function programs(call) {
  const backend = tf.backend();
  const run = tf.getBackend() === 'webgl' ? 'runWebGLProgram' : 'runWebGPUProgram';
  const original = backend[run];
  const names = [];
  backend[run] = function (program, ...rest) {
    names.push(program.constructor.name);
    return original.call(this, program, ...rest);
  };
  const result = tf.tidy(call);
  backend[run] = original;
  await settle(result);
  return names;
}

function caseOf([batch, height, width, channels]) {
  const shape = [batch, height, width, channels];
  const image = tf.tidy(() => tf.add(tf.randomUniform(shape, 0, 1, 'float32', 1), 0.5));
  const rows = Array.from({ length: batch }, () => [0.9, 0.3, 0.05, -0.3, 0.9, -0.02]);
  const theta = tf.tidy(() => tf.add(tf.tensor2d(rows), 0));
  const dy = tf.tidy(() => tf.add(tf.randomUniform(shape, -1, 1, 'float32', 2), 0));
  const matrices = tf.tensor2d(
    rows.map(([a, b, tx, c, d, ty]) => [a, b, tx * width, c, d, ty * height, 0, 0]),
  );
  const along = (t) => transform.field(t, { outputSize: [height, width] });
  const sample = (x, t) => warp(x, along(t), { sampler });
  const gradients = tf.grads((x, t) => sample(x, t));
  const both = () => {
    const [dx, dt] = gradients([image, theta], dy);
    // One value of each, so that both are computed.
    return tf.add(tf.slice(dx, [0, 0, 0, 0], [1, 1, 1, 1]), tf.slice(dt, [0, 0], [1, 1]));
  };
  return {
    forward: () => sample(image, theta),
    both,
    peer: () => tf.image.transform(image, matrices, 'bilinear', 'constant', 0, [height, width]),
  };
}

const small = caseOf([1, 224, 224, 3]);
{
  // What tfjs does at start is not counted.
  await settle(tf.tidy(() => tf.matMul(tf.ones([4, 4]), tf.ones([4, 4]))));
  register();
  const before = tf.memory().numBytesInGPU;
  const firsts = {};
  for (const [name, call] of [
    ['peer', small.peer],
    ['own', small.forward],
  ]) {
    const start = performance.now();
    await settle(tf.tidy(call));
    firsts[name] = performance.now() - start;
  }
  console.log(
    'first call, ms',
    JSON.stringify(firsts),
    'own/peer',
    (firsts.own / firsts.peer).toFixed(2),
  );
  console.log('programs forward', (await programs(small.forward)).join());
  console.log('programs both', (await programs(small.both)).join());
  const start = tf.memory().numBytesInGPU;
  const output = tf.tidy(small.forward);
  const more = tf.memory().numBytesInGPU - start;
  console.log('GPU bytes / output', (more / (output.size * 4)).toFixed(2), before > 0);
  output.dispose();
}
for (const shape of [
  [1, 224, 224, 3],
  [16, 64, 64, 32],
]) {
  const { forward, both, peer } = shape[0] === 1 ? small : caseOf(shape);
  const least = await race({ forward, both, peer });
  const ratio = (a, b) => (least[a] / least[b]).toFixed(2);
  console.log(
    `[${shape.join()}]`,
    Object.entries(least)
      .map(([name, ms]) => `${name} ${ms.toFixed(1)}`)
      .join(', '),
    `forward/peer ${ratio('forward', 'peer')}, both/forward ${ratio('both', 'forward')}`,
  );
}
if (process.argv.includes('--reference')) {
  const fast = await race({ forward: small.forward }, 3, 2);
  register()();
  const slow = await race({ forward: small.forward }, 2, 1);
  console.log('reference/kernel', (slow.forward / fast.forward).toFixed(1));
}
