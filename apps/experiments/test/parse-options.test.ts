import { expect, test } from 'vitest';

import { parseOptions } from '../src/cli/parse-options.js';

function optionsOf(...args: string[]): object {
  const request = parseOptions(args, 100);
  if (request.kind !== 'run') throw new Error('no run');
  return request.options;
}

test('parseOptions has defaults for all flags but --data', () => {
  expect(optionsOf()).toEqual({
    epochs: expect.any(Number),
    batch: expect.any(Number),
    lr: expect.any(Number),
    seed: 1,
    distortion: 'rotation',
    models: ['cnn', 'st-cnn'],
    backend: 'auto',
    transform: 'affine',
    sampler: 'bilinear',
    out: 'out',
    overwrite: false,
  });
});

test('parseOptions reads every flag', () => {
  const args =
    '--epochs 0.5 --batch 32 --lr 1e-4 --seed 0 --distortion translation --model st-cnn --backend cpu --transform tps --sampler lanczos --out a/b --overwrite --data c';
  expect(optionsOf(...args.split(' '))).toEqual({
    epochs: 0.5,
    batch: 32,
    lr: 1e-4,
    seed: 0,
    distortion: 'translation',
    models: ['st-cnn'],
    backend: 'cpu',
    transform: 'tps',
    sampler: 'lanczos',
    out: 'a/b',
    overwrite: true,
    data: 'c',
  });
});

test.each([60, 80])('--help fits %i columns', (columns) => {
  const request = parseOptions(['--help'], columns);
  const lines = request.kind === 'text' ? request.text.split('\n') : [];
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns);
});

test('--help lists every flag and distortion', () => {
  const request = parseOptions(['--help'], 100);
  expect(request.kind).toBe('text');
  const text = request.kind === 'text' ? request.text : '';
  for (const flag of 'epochs batch lr seed distortion model transform sampler backend out data'.split(
    ' ',
  )) {
    expect(text).toContain(`--${flag} <`);
  }
  expect(text).toContain('rotation-translation-scale  rotated by up to 45°');
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test.each([
  ['--epochs', '0', 'It must be a number above 0.'],
  ['--epochs', 'many', 'It must be a number above 0.'],
  ['--epochs', 'Infinity', 'It must be a number above 0.'],
  ['--batch', '1.5', 'It must be a whole number from 1 to 4294967295.'],
  ['--batch', '0', 'It must be a whole number from 1 to 4294967295.'],
  ['--lr', '-1', 'It must be a number above 0.'],
  ['--seed', '4294967296', 'It must be a whole number from 0 to 4294967295.'],
  ['--seed', 'x', 'It must be a whole number from 0 to 4294967295.'],
  [
    '--distortion',
    'elastic',
    'Allowed choices are rotation, rotation-translation-scale, translation, none.',
  ],
  ['--model', 'rnn', 'Allowed choices are both, cnn, st-cnn.'],
  ['--backend', 'webgpu', 'Allowed choices are auto, wasm, tensorflow, cpu.'],
])('parseOptions refuses %s %s in one line', (flag, value, rule) => {
  expect(() => parseOptions([flag, value], 100)).toThrow(
    expect.objectContaining({
      name: 'UserError',
      message: expect.stringMatching(
        new RegExp(`^Option '${flag} <.*>' argument '${value}' is invalid\\. ${rule} See --help$`),
      ),
    }),
  );
});

test.each([
  [['--epoch', '1'], "Unknown option '--epoch' (Did you mean --epochs?) See --help"],
  [['--epochs'], "Option '--epochs <number>' argument missing. See --help"],
  [['train'], 'Too many arguments. Expected 0 arguments but got 1. See --help'],
])('parseOptions refuses %j in one line', (args, message) => {
  expect(() => parseOptions(args, 100)).toThrow(message);
});
