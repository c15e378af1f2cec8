import { describe, expect, it } from 'vitest';

import { htmlReport } from '../src/report/html-report.js';
import { markdownReport } from '../src/report/markdown-report.js';
import { performanceSection } from '../src/report/performance-section.js';
import { summaryText } from '../src/report/summary-text.js';
import { withPerformance } from '../src/report/update-readme.js';
import { resultsProblem } from '../src/results/results-problem.js';
import { affineCase, resultsOf, timed } from './results-of.js';

const small = {
  ...affineCase([]),
  name: 'affine forward 1x28x28x1',
  shape: [1, 28, 28, 1],
} as const;
const results = resultsOf(
  [
    affineCase([
      timed('tfjs-stn on wasm+kernels', 'ours', [2, 2, 2], { bytes: 3e6, error: 1e-5, threads: 1 }),
      timed('tfjs-stn on cpu', 'ours', [300, 310, 290]),
      timed('OpenCV.js (scalar build)', 'peer', [4, 4, 4]),
      timed('onnxruntime-web, 1 thread', 'peer', [40, 40], { threads: 1, rounds: [0, 2] }),
      timed('tfjs-stn on chromium-webgl', 'ours', [50, 50, 50], { note: 'software, no GPU: <x>' }),
      timed('PyTorch, 1 thread', 'peer', [8, 8, 8], { threads: 1 }),
      timed('PyTorch, 2 threads', 'peer', [5, 5, 5], { threads: 2 }),
      timed('memcpy', 'limit', [0.5, 0.5, 0.5]),
      {
        name: 'tfjs-stn on chromium-webgpu',
        role: 'ours',
        backend: 'chromium-webgpu',
        status: 'absent',
        reason: 'there is no <Chromium> on this machine',
      },
    ]),
    { ...small, results: [timed('tfjs-stn on wasm+kernels', 'ours', [0.1, 0.1])] },
    {
      ...affineCase([
        timed('tfjs-stn on wasm+kernels', 'ours', [9, 9, 9]),
        timed('PyTorch, 1 thread', 'peer', [6, 6, 6], { threads: 1 }),
      ]),
      name: 'affine backward 1x512x512x3',
      pass: 'backward',
    },
  ],
  {
    targets: [
      {
        name: 'affine vs OpenCV.js at 1x512x512x3',
        limit: 0.4,
        verdict: 'missed',
        measured: 'a',
        against: 'b',
        ratio: { median: 0.5, lowerQuartile: 0.45, upperQuartile: 0.55, rounds: 3 },
      },
    ],
    skipped: ['max-pool forward'],
    missingBundles: [{ name: 'core + tps', reason: 'it is not built' }],
    bundles: [
      { name: 'core', role: 'ours', minified: 21_000, gzipped: 7900 },
      { name: 'OpenCV.js', role: 'peer', minified: 10_800_000, gzipped: 3_500_000 },
    ],
  },
);

const whole = { ...results, settings: { ...results.settings, quick: false } };

describe('results', () => {
  it('follow the published schema', () => {
    expect(resultsProblem(results)).toBeUndefined();
  });

  const broken: readonly (readonly [string, Record<string, unknown>])[] = [
    ['/version must be equal to constant', { version: 2 }],
    ['/created must match pattern', { created: 'yesterday' }],
    ['the file must NOT have additional properties', { mood: 'good' }],
    ['/machine must have required property', { machine: { cpu: 'x', cores: 2 } }],
  ];
  it.each(broken)('%s', (problem, change) => {
    expect(resultsProblem({ ...results, ...change })).toContain(problem);
  });
});

describe('markdownReport', () => {
  const text = markdownReport(results);

  it('sets losses like wins', () => {
    expect(text).toMatch(/affine vs OpenCV\.js at 1x512x512x3 \| +0\.4× \| +0\.500× .* missed/);
  });

  it('gives ratios to the fastest peer and to memcpy', () => {
    expect(text).toMatch(
      /tfjs-stn on wasm\+kernels +\| +2\.00 \| +2\.00 – 2\.00 \| +0\.500× \| +4\.00× \| +3 \| +3\.0 MB \| +1\.0e-5/,
    );
    expect(text).toMatch(/PyTorch, 1 thread +\| +8\.00 \| .* \| +2\.00× \| +16\.0×/);
  });

  it('says who is missing and why', () => {
    expect(text).toContain(
      '- tfjs-stn on chromium-webgpu, absent in affine forward 1x512x512x3: there is no <Chromium> on this machine',
    );
  });
});

describe('summaryText', () => {
  it('puts ours at its best beside the fastest peer', () => {
    expect(summaryText(results)).toMatch(
      /affine forward 1x512x512x3 +\| tfjs-stn on wasm\+kernels \| +2\.00 \| OpenCV\.js \(scalar build\) \| +4\.00 \| +0\.500×/,
    );
  });

  it('says that a machine was busy', () => {
    const busy = resultsOf([], { machine: { ...results.machine, loadAverage: [0.5, 7.25] } });
    expect(summaryText(busy)).toContain('busy with other work (load 7.3)');
    expect(summaryText(results)).not.toContain('busy');
  });
});

describe('htmlReport', () => {
  const html = htmlReport(results);

  it('has a chart of every kind', () => {
    for (const title of [
      'Ratio to the fastest peer',
      'Time against size',
      'Speed against threads',
      'Memory',
      'Bundle sizes',
    ]) {
      expect(html).toMatch(new RegExp(`<h2>${title}</h2>(<details open>.*)?[^]{0,200}<svg`));
    }
    expect(html.match(/<circle/g)?.length).toBeGreaterThan(7);
  });

  it('needs nothing but itself', () => {
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
    expect(html).not.toContain('<script');
    expect(html.replaceAll(/http:\/\/www\.w3\.org\/[\w/]+/g, '')).not.toContain('http');
  });

  it('does not let a reason become markup', () => {
    expect(html).toContain('there is no &lt;Chromium>');
  });
});

describe('what must be known', () => {
  const text = markdownReport(results);
  const html = htmlReport(results);

  it('is said in every report', () => {
    for (const report of [text, html]) {
      expect(report).toContain('built without SIMD and without threads');
      expect(report).toContain('tfjs-stn on chromium-webgl (software)');
      expect(report).toContain('max-pool forward: skipped, for there was no time left');
      expect(report).toContain('The size of core + tps is not known: it is not built');
    }
    expect(html).toContain('software, no GPU: &lt;x>');
    expect(markdownReport({ ...results, complete: false })).toContain('The run was stopped');
  });

  it('is that a ratio has too few rounds to mean anything', () => {
    expect(text).toMatch(
      /onnxruntime-web, 1 thread +\| +40\.0 \| +40\.0 – 40\.0 \| +– \| +– \| +2 \|/,
    );
  });
});

describe("the README's section", () => {
  it('is written between its comments and nowhere else', () => {
    const text = 'before\n<!-- performance:begin -->\nold\n<!-- performance:end -->\nafter\n';
    const updated = withPerformance(text, 'README.md', whole);
    expect(updated).toMatch(/^before\n<!-- performance:begin -->\n/);
    expect(updated).toMatch(/<!-- performance:end -->\nafter\n$/);
    expect(updated).not.toContain('old');
    expect(updated).toContain('a processor, 2 cores');
    expect(updated).toContain('2026-01-02');
  });

  it('has forward, backward and targets, losses like wins, and only columns with a figure', () => {
    const [forward = '', backward = ''] = performanceSection(whole).split('Backward, to image');
    expect(forward).toMatch(
      /\| operation \| shape +\| ours, ms \| OpenCV\.js \(scalar build\) \| onnxruntime-web \| PyTorch \| memcpy \|/,
    );
    expect(forward).toMatch(
      /\| affine +\| 1×512×512×3 \| +2\.00 \| +2\.00× \| +– \| +4\.00× \| +0\.250× \|/,
    );
    expect(forward).not.toContain('1×28×28×1');
    expect(backward).toMatch(/\| affine +\| 1×512×512×3 \| +9\.00 \| +0\.667× \|/);
    expect(backward).toContain('0 met, 1 missed, 0 not measured');
    expect(backward).toMatch(/affine vs OpenCV\.js at 1x512x512x3 \| +0\.4× \| .* missed/);
  });

  it('takes whole runs only', () => {
    const text = '<!-- performance:begin --><!-- performance:end -->';
    expect(() => withPerformance(text, 'README.md', results)).toThrow('got a quick run');
    expect(() => withPerformance(text, 'README.md', { ...whole, complete: false })).toThrow(
      'got a run that was stopped',
    );
  });

  it('needs its comments', () => {
    expect(() => withPerformance('nothing', 'README.md', whole)).toThrow(
      'README.md must have <!-- performance:begin --> and <!-- performance:end -->, got none.',
    );
  });
});
