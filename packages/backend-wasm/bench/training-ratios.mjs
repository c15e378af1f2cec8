// Times every training kernel against its forward op, turn by turn in one process: on a shared
// machine only such ratios mean anything. A result is checked before it is timed.
import * as tf from '@tensorflow/tfjs-core';

const convolutions = [
  { input: [64, 42, 42, 1], filter: [9, 9, 1, 32], strides: 1, pad: 'valid' },
  { input: [64, 17, 17, 32], filter: [7, 7, 32, 64], strides: 1, pad: 'valid' },
  { input: [128, 28, 28, 1], filter: [3, 3, 1, 32], strides: 1, pad: 'valid' },
  { input: [128, 28, 28, 1], filter: [5, 5, 1, 32], strides: 1, pad: 'same' },
  { input: [128, 14, 14, 32], filter: [5, 5, 32, 64], strides: 1, pad: 'same' },
  { input: [128, 26, 26, 32], filter: [3, 3, 32, 64], strides: 1, pad: 'valid' },
  { input: [8, 128, 128, 3], filter: [3, 3, 3, 16], strides: 2, pad: 'same' },
  { input: [8, 64, 64, 16], filter: [3, 3, 16, 32], strides: 2, pad: 'same' },
  { input: [1, 128, 128, 16], filter: [3, 3, 16, 16], strides: 2, pad: 'same' },
  { input: [1, 56, 56, 64], filter: [3, 3, 64, 64], strides: 1, pad: 'same' },
  { input: [16, 32, 32, 64], filter: [1, 1, 64, 128], strides: 1, pad: 'same' },
  { input: [32, 8, 8, 256], filter: [3, 3, 256, 256], strides: 1, pad: 'same' },
  { input: [32, 28, 28, 32], filter: [3, 3, 32, 1], strides: 1, pad: 'same' },
];
const depthwise = [
  { input: [32, 56, 56, 32], filter: [3, 3, 32, 1], strides: 1, pad: 'same' },
  { input: [8, 112, 112, 96], filter: [3, 3, 96, 1], strides: 2, pad: 'same' },
  { input: [16, 28, 28, 64], filter: [5, 5, 64, 1], strides: 1, pad: 'same' },
  { input: [16, 28, 28, 16], filter: [3, 3, 16, 2], strides: 1, pad: 'same' },
];
const pools = [
  { input: [64, 34, 34, 32], filterSize: 2, strides: 2, pad: 'valid' },
  { input: [128, 24, 24, 32], filterSize: 2, strides: 2, pad: 'valid' },
  { input: [64, 34, 34, 32], filterSize: 3, strides: 2, pad: 'same' },
  { input: [128, 28, 28, 1], filterSize: 2, strides: 2, pad: 'valid' },
];

/** Rows of a table: the forward op in ms, and its gradients as multiples of that. */
export function measureTraining() {
  return [
    ...convolutions.map((conv) => tf.tidy(() => measureConv('Conv2D', conv))),
    ...depthwise.map((conv) => tf.tidy(() => measureConv('DepthwiseConv2dNative', conv))),
    ...pools.map((pool) => tf.tidy(() => measurePool('MaxPool', pool))),
    ...pools.map((pool) => tf.tidy(() => measurePool('AvgPool', pool))),
  ];
}

function measureConv(op, { input, filter: filterShape, strides, pad }) {
  const run = (name, inputs, shapes) =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...shapes });
  const attributes = { strides, pad, dilations: 1, dataFormat: 'NHWC' };
  const x = tf.randomNormal(input);
  const filter = tf.randomNormal(filterShape);
  const forward = () => run(op, { x, filter }, {});
  const y = forward();
  const dy = tf.randomNormal(y.shape);
  const byFilter = () => run(`${op}BackpropFilter`, { x, dy }, { filterShape });
  const byInput = () => run(`${op}BackpropInput`, { dy, filter }, { inputShape: input });
  requireAdjoint(op, [dy, y], [byFilter(), filter]);
  requireAdjoint(op, [dy, y], [byInput(), x]);
  const [ms, filterMs, inputMs] = interleaved([forward, byFilter, byInput]);
  const shape = `[${input}] ${filterShape.join('×')} stride ${strides} ${pad}`;
  return { op, shape, ms: round(ms), filter: round(filterMs / ms), input: round(inputMs / ms) };
}

function measurePool(op, { input, ...attributes }) {
  const x = tf.randomNormal(input);
  const forward = () => tf.engine().runKernel(op, { x }, attributes);
  const y = forward();
  const dy = tf.randomNormal(y.shape);
  const backward = () =>
    tf.engine().runKernel(`${op}Grad`, { dy, input: x, output: y }, attributes);
  if (op === 'MaxPool' || attributes.pad === 'valid') {
    requireAdjoint(op, [dy, y], [backward(), x]);
  }
  const [ms, backwardMs] = interleaved([forward, backward]);
  const { filterSize, strides, pad } = attributes;
  const shape = `[${input}] ${filterSize}×${filterSize} stride ${strides} ${pad}`;
  return { op, shape, ms: round(ms), input: round(backwardMs / ms) };
}

/** Both ops are linear in what they are differentiated by, a pooling where it does not switch. */
function requireAdjoint(op, [dy, y], [gradient, value]) {
  const sum = (a, b) => tf.sum(tf.mul(a, b)).dataSync()[0];
  const scale = Math.sqrt(sum(dy, dy) * sum(y, y));
  const error = Math.abs(sum(dy, y) - sum(gradient, value)) / scale;
  if (!(error < 1e-4)) throw new Error(`${op}: the gradient is wrong, off by ${error}`);
}

/** The lower quartile of each, of turns that go round for half a second at least. */
function interleaved(runs) {
  const times = runs.map(() => []);
  const end = performance.now() + 500;
  for (let turn = 0; turn < 9 || performance.now() < end; turn++) {
    runs.forEach((run, index) => {
      const start = performance.now();
      const result = run();
      times[index].push(performance.now() - start);
      result.dispose();
    });
  }
  return times.map((all) => all.sort((a, b) => a - b)[all.length >> 2]);
}

function round(value) {
  return Number(value.toFixed(2));
}
