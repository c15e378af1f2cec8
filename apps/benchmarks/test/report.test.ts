import { stat } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { htmlReport } from '../src/report/html-report.js';
import { performanceSection, withPerformance } from '../src/report/readme-section.js';
import { findings } from '../src/report/remarks.js';
import { summaryText } from '../src/report/terminal.js';
import { readResults, resultsText } from '../src/results/files.js';
import { addMissing, compact, expand } from '../src/results/results.js';
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
      timed('onnxruntime-web, 1 thread', 'peer', [40, 40], { threads: 1 }),
      timed('tfjs-stn on chromium-webgl', 'ours', [50, 50, 50], { note: 'software, no GPU: <x>' }),
      timed('PyTorch, 1 thread', 'peer', [8, 8, 8], { threads: 1 }),
      timed('PyTorch, 2 threads', 'peer', [5, 5, 5], { threads: 2 }),
      timed('memcpy', 'limit', [0.5, 0.5, 0.5]),
    ]),
    { ...small, results: [timed('tfjs-stn on wasm+kernels', 'ours', [0.1, 0.1], { threads: 1 })] },
    {
      ...affineCase([
        timed('tfjs-stn on wasm+kernels', 'ours', [9, 9, 9], { threads: 1 }),
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
    missing: [
      {
        name: 'tfjs-stn on chromium-webgpu',
        role: 'ours',
        backend: 'chromium-webgpu',
        status: 'absent',
        reason: 'there is no <Chromium> on this machine',
        cases: ['affine forward 1x512x512x3'],
      },
    ],
    skipped: ['max-pool forward'],
  },
);

const whole = { ...results, settings: { ...results.settings, quick: false } };

describe('results', () => {
  it('are the same when they are read from their file, in the order of contestants', () => {
    expect(expand(JSON.parse(resultsText(results)))).toEqual(results);
  });

  it('are written with each contestant and each reason once, medians and quartiles only', () => {
    const { contestants, cases } = compact(results);
    expect(contestants.map(({ name }) => name)).toEqual([
      ...new Set(results.cases.flatMap((each) => each.results.map(({ name }) => name))),
    ]);
    const [{ cases: _, ...who } = expect.fail()] = results.missing;
    const twice = addMissing(results.missing, [who, { ...who, reason: 'it is lost' }], 'another');
    expect(twice).toEqual([
      { ...who, cases: ['affine forward 1x512x512x3', 'another'] },
      { ...who, reason: 'it is lost', cases: ['another'] },
    ]);
    expect(cases[0]?.timed[0]).toEqual([0, 2, 2, 2, 3, 1e-5, 3e6]);
  });

  it('of a whole run are small', async () => {
    const committed = new URL('../results/latest.json', import.meta.url).pathname;
    expect((await stat(committed)).size).toBeLessThanOrEqual(150_000);
    const latest = await readResults(committed);
    expect(latest.cases.length).toBeGreaterThan(80);
    const report = await htmlReport(latest);
    expect(Buffer.byteLength(report)).toBeLessThanOrEqual(400_000);
    // One chart for each question.
    expect(report.match(/<figure/g)?.length).toBe(5);
  });

  const broken: readonly (readonly [string, Record<string, unknown>])[] = [
    ['version: Invalid input: expected 3', { version: 1 }],
    ['created: Invalid ISO datetime', { created: 'yesterday' }],
    ['the file: Unrecognized key: "mood"', { mood: 'good' }],
    ['machine.system: Invalid input: expected string', { machine: { cpu: 'x', cores: 2 } }],
  ];
  it.each(broken)('%s', (problem, change) => {
    const read = expand({ ...compact(results), ...change });
    expect('problem' in read && read.problem).toContain(problem);
  });
});

describe('the tables of the report', async () => {
  const html = await htmlReport(results);
  const rows = html.split('\n').map((row) => row.replaceAll(/<[^>]*>/g, '|'));

  it('show missed targets like met ones, and first', () => {
    expect(rows.join('\n')).toMatch(
      /affine vs OpenCV\.js at 1x512x512x3\|+0\.4×\|+0\.500×.*missed/,
    );
  });

  it('give ratios to the fastest peer and to memcpy', () => {
    expect(rows.join('\n')).toMatch(
      /tfjs-stn on wasm\+kernels\|+2\.00\|+2\.00 – 2\.00\|+0\.500×\|+4\.00×\|+3\|+3\.00 MB\|+1\.0e-5/,
    );
    expect(rows.join('\n')).toMatch(/PyTorch, 1 thread\|+8\.00\|+8\.00 – 8\.00\|+2\.00×\|+16\.0×/);
  });

  it('have the fastest contestant first', () => {
    const order = ['memcpy', 'tfjs-stn on wasm+kernels', 'OpenCV.js', 'PyTorch, 2', 'PyTorch, 1'];
    const table = rows.slice(rows.findIndex((row) => row.includes('memcpy|0.500|')));
    const places = order.map((name) => table.findIndex((row) => row.includes(name)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('do without contestants that are missing, which are listed with the reason', () => {
    expect(html).toContain(
      '<li>tfjs-stn on chromium-webgpu, absent in affine forward 1x512x512x3: there is no &lt;Chromium> on this machine',
    );
    expect(html).not.toContain('<td>tfjs-stn on chromium-webgpu');
  });
});

describe('summaryText', () => {
  it('shows ours at its best next to the fastest peer', () => {
    expect(summaryText(results, 200)).toMatch(
      /affine forward 1x512x512x3 +wasm\+kernels +2\.00 +OpenCV\.js \(scalar build\) +4\.00 +0\.500×/,
    );
  });

  it.each([60, 80, 120])('fits into a terminal of %d characters', (width) => {
    const text = summaryText(results, width);
    expect(text).toContain('a processor');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    // A narrow one does without the peer's time and a target's quartiles.
    expect(text).toMatch(width > 60 ? /2\.00 .*4\.00 +0\.500×/ : /2\.00 .*OpenCV.* 0\.500×/);
    expect(text.includes('quartiles')).toBe(width > 60);
    // What is too long continues below; nothing is cut.
    expect(text).not.toContain('…');
  });

  it('says that a machine was busy', () => {
    const busy = resultsOf([], { machine: { ...results.machine, loadAverage: [0.5, 7.25] } });
    expect(summaryText(busy, 100)).toContain('busy with other work (load 7.3)');
    expect(summaryText(results, 100)).not.toContain('busy');
  });
});

describe('findings', () => {
  it('say who is fastest at what, and by how much', () => {
    const plain = timed('tfjs-stn on wasm', 'ours', [20, 20, 20]);
    const [first, ...others] = results.cases;
    const cases = [{ ...first!, results: [...first!.results, plain] }, ...others];
    expect(findings({ ...results, cases })).toEqual([
      'tfjs-stn at its best is faster than the fastest peer in 1 of 2 cases, and takes 0.866× its time in the geometric mean.',
      'Most often the fastest of ours: tfjs-stn on wasm+kernels (2 cases); of the peers: OpenCV.js (scalar build) (1 case), then PyTorch, 1 thread (1).',
      'It is furthest ahead in affine forward, 2.00 times as fast as OpenCV.js (scalar build).',
      'It is furthest behind in affine backward, where it takes 1.50× the time of PyTorch, 1 thread.',
      'On wasm, the kernels make it 10.0 times as fast as it is without them, on one thread.',
    ]);
    expect(findings(resultsOf([]))).toEqual(['No case has both tfjs-stn and a peer.']);
  });
});

describe('htmlReport', async () => {
  const html = await htmlReport(results);

  it('answers every question with a chart that has a dot for each answer', () => {
    const dots = (question: string): number => {
      const [, chart = ''] = html.split(new RegExp(`<h[12][^>]*>${question}`));
      return chart.split('</figure>')[0]?.match(/<i /g)?.length ?? 0;
    };
    expect(dots('Is it faster than the fastest peer')).toBe(2);
    expect(dots('Which contestant is fastest')).toBe(8);
    expect(dots('How does time grow with the image')).toBeGreaterThan(1);
    expect(dots('What do threads gain')).toBe(1);
    expect(dots('How much memory does a call take')).toBe(1);
  });

  it('begins with what was found, one chart, and a list of contents', () => {
    const [start = '', ...sections] = html.split('<h2');
    expect(start).toMatch(
      /<h1>Is it faster than the fastest peer\?<\/h1>\n<p>tfjs-stn at its best/,
    );
    expect(start.match(/<figure/g)).toHaveLength(1);
    const titles = sections.map((each) => /^ id="(\w+)">([^<]*)/.exec(each)?.slice(1));
    const links = [...start.matchAll(/<a href="#(\w+)">([^<]*)/g)].map((each) => each.slice(1));
    expect(links).toEqual(titles);
    expect(titles.at(-1)?.[1]).toBe('Targets');
  });

  it('sorts the rows of charts, the least first', () => {
    const [, ...figures] = html.split('<figure');
    for (const figure of figures) {
      const values = [...figure.matchAll(/<output>([\d.]+)/g)].map(([, value]) => Number(value));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });

  it('needs nothing but itself', () => {
    expect(html).not.toMatch(/(src|href)="(?!data:|#)/);
    expect(html).not.toContain('<script');
    expect(html.replaceAll(/http:\/\/www\.w3\.org\/[\w/]+/g, '')).not.toContain('http');
  });

  it('does not let a reason become markup', () => {
    expect(html).toContain('there is no &lt;Chromium>');
  });
});

describe('the notes of the report', async () => {
  const html = await htmlReport(results);

  it('say what a reader must know', async () => {
    expect(html).toContain('built without SIMD and without threads');
    expect(html).toContain('tfjs-stn on chromium-webgl (software)');
    expect(html).toContain('software, no GPU: &lt;x>');
    expect(await htmlReport({ ...results, complete: false })).toContain('The run was stopped');
    for (const report of [html, summaryText(results, 100)]) {
      expect(report).toContain('max-pool forward: skipped, no time was left');
    }
  });

  it('show a dash where a ratio has too few rounds to mean anything', () => {
    const row = html.split('\n').find((each) => each.includes('<td>onnxruntime-web, 1 thread'));
    expect(row?.replaceAll(/<[^>]*>/g, '|')).toMatch(
      /onnxruntime-web, 1 thread\|+40\.0\|+40\.0 – 40\.0\|+–\|+–\|+2\|/,
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
