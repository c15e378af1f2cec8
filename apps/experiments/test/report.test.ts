import { Writable } from 'node:stream';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { JobResult, Progress } from '../src/jobs/job.js';
import { formatDuration, progressBars, progressLines, wrapped } from '../src/report/progress.js';
import { history, resultTable } from '../src/report/results.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const progress: Progress = {
  step: 42,
  steps: 100,
  loss: 0.5,
  accuracy: 0.875,
  imagesPerSecond: 1234.4,
  secondsLeft: 75,
};

const curve = { window: 1, points: [], open: { steps: 0, loss: 0, accuracy: 0 } };
const showcase = {
  labels: Uint8Array.of(),
  imageSize: 28,
  distorted: Float32Array.of(),
  answers: Uint8Array.of(),
};
const results: JobResult[] = [
  {
    model: 'cnn',
    files: { 'model.json': '', 'weights.bin': '' },
    parameters: 33_000,
    seconds: 61.6,
    curve,
    showcase,
    test: { error: 4.444, angle: 45.04 },
  },
  {
    model: 'st-cnn',
    files: { 'model.json': '', 'weights.bin': '' },
    parameters: 33_424,
    seconds: 70,
    curve,
    showcase,
    test: { error: 2.5, angle: 45.04, rectifiedAngle: 12.34 },
  },
];

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [125, '2 min 5 s'],
  [4230, '1 h 10 min'],
  [Infinity, '…'],
])('formatDuration of %d seconds is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('progressLines prints all figures every ten seconds', () => {
  const lines: string[] = [];
  const display = progressLines((line) => lines.push(line), 100);
  const tell = (): void => display.news('cnn', { kind: 'progress', progress });
  tell();
  tell();
  expect(lines).toEqual([
    'cnn      42 %  step 42 of 100  loss 0.500  accuracy  87.5 %   1234 images/s  1 min 15 s left',
  ]);
  vi.advanceTimersByTime(10_000);
  tell();
  expect(lines).toHaveLength(2);
  display.news('cnn', { kind: 'testing' });
  display.end('st-cnn', 'done');
  expect(lines.slice(2)).toEqual(['cnn     trained; testing', 'st-cnn  done']);
});

test('progressBars shows all figures and restores the cursor', () => {
  const chunks: string[] = [];
  const write = (chunk: Buffer, _: string, done: () => void): void => {
    chunks.push(chunk.toString());
    done();
  };
  const terminal = Object.assign(new Writable({ write }), { isTTY: true, columns: 120 });
  const display = progressBars(terminal, ['cnn', 'st-cnn'], 120);
  display.news('cnn', { kind: 'progress', progress });
  vi.advanceTimersByTime(1000);
  display.close();
  const text = chunks.join('');
  expect(text).toMatch(/cnn {4}█+░+ +42 % {2}loss 0\.500 {2}accuracy {2}87\.5 % +1234 images\/s/);
  expect(text).toContain('1 min 15 s left');
  expect(text.lastIndexOf('\u001B[?25h')).toBeGreaterThan(text.lastIndexOf('\u001B[?25l'));
});

test('resultTable has a row for every model', () => {
  const rows = resultTable(results)
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual([
    ['model', 'weights', 'test error', 'seconds', 'angle left'],
    ['cnn', '33,000', '4.44 %', '62', '45.0°'],
    ['st-cnn', '33,424', '2.50 %', '70', '12.3°'],
  ]);
});

const escape = '\u001B';

test.each([60, 80, 120])('progress and results fit %i columns', (columns) => {
  const lines: string[] = [];
  const long = { ...progress, step: 3748, steps: 3748, secondsLeft: 4230 };
  progressLines((line) => lines.push(line), columns).news('st-cnn', {
    kind: 'progress',
    progress: long,
  });
  lines.push(...resultTable(results).split('\n'));
  const chunks: string[] = [];
  const write = (chunk: Buffer, _: string, done: () => void): void => {
    chunks.push(chunk.toString());
    done();
  };
  const terminal = Object.assign(new Writable({ write }), { isTTY: true, columns: 200 });
  const display = progressBars(terminal, ['st-cnn'], columns);
  display.news('st-cnn', { kind: 'progress', progress: long });
  vi.advanceTimersByTime(1000);
  display.end('st-cnn', 'test error 12.34 %, 12345 s');
  display.close();
  lines.push(
    ...chunks
      .join('')
      .replace(new RegExp(`${escape}\\[[?\\d]*[A-Za-z]`, 'g'), '\n')
      .split(/[\r\n]+/),
  );
  expect(lines.some((line) => line.includes('1 h 10 min left'))).toBe(true);
  expect(lines.some((line) => line.endsWith('test error 12.34 %, 12345 s'))).toBe(true);
  for (const line of lines) expect(line.trimEnd().length, line).toBeLessThanOrEqual(columns);
  expect(
    wrapped('a '.repeat(200), columns)
      .split('\n')
      .every((line) => line.length <= columns),
  ).toBe(true);
});

test('resultTable has no angle without rotation', () => {
  const upright = results.map((result) => ({ ...result, test: { error: 1, angle: 0 } }));
  expect(resultTable(upright)).not.toContain('angle');
});

test('history.json holds settings, curves and results', () => {
  const text = history(
    {
      epochs: 1,
      batch: 2,
      learningRate: 3,
      seed: 4,
      distortion: 'none',
      backend: 'cpu',
      transform: 'affine',
      sampler: 'bilinear',
      images: 5,
      dataset: '0123456789ab',
    },
    results,
  );
  expect(JSON.parse(text)).toMatchObject({
    settings: { epochs: 1, images: 5, dataset: '0123456789ab' },
    models: {
      cnn: { parameters: 33_000, curve: [] },
      'st-cnn': { test: { rectifiedAngle: 12.34 } },
    },
  });
});
