import { describe, expect, it } from 'vitest';

import { crashText, netFacts, testFacts } from '../src/rooms/learn/words.js';
import { emptyCurve, extendCurve } from '../src/rooms/learn/net-state.js';
import { codeFor } from '../src/rooms/warp/code-for.js';
import { firstSetting } from '../src/rooms/warp/setting.js';

describe('what is said after a crash', () => {
  it.each([
    [
      'training',
      40,
      'The training failed and has ended. The net is as it was after step 40; train',
    ],
    ['paused', 0, 'The training failed and has ended. The net from before is back; train'],
    ['testing', 0, 'The test failed. The net from before is back; test it again'],
    ['testing', 600, 'The test failed. The net is as it was after step 600; test'],
    ['idle', 0, 'failed and was started again. The net from before is back.'],
  ] as const)('%s, net of step %d', (activity, step, text) => {
    expect(crashText(activity, step, 'mended')).toContain(text);
  });

  it('to those who get no other', () => {
    expect(crashText('loading', undefined, 'for good')).toContain('did not start. Reload');
    expect(crashText('training', 40, 'for good')).toContain('keeps failing. Reload');
  });
});

describe('what a net is', () => {
  it('counts what it was shown, and says nothing of angles where none are', () => {
    const facts = { transform: 'tps', distortion: 'moved', steps: 10 } as const;
    expect(netFacts(facts)).toBe(
      'Thin-plate spline transformer, trained: was shown 640 digits, moved about',
    );
    expect(netFacts({ ...facts, steps: 0 })).toContain('not trained yet');
    const result = { count: 1000, accuracy: 0.9, angle: 0, rectifiedAngle: 4.4 };
    expect(testFacts(facts, result)).not.toContain('°');
    expect(testFacts({ ...facts, distortion: 'turned' }, { ...result, angle: 45.4 })).toContain(
      'turned by 45° on average, and by 4° after',
    );
  });
});

it('a curve has the mean of some steps, and what is tested now and then', () => {
  const scores = [4, 2, 1, 1, 3, 3].map((loss, index) => ({
    step: index + 1,
    steps: 200,
    loss,
    accuracy: loss / 10,
    imagesPerSecond: 1,
    ...(index === 3 && { heldOut: 0.5 }),
  }));
  const { points, heldOut } = scores.reduce(extendCurve, emptyCurve);
  expect(points.map(({ step, loss }) => [step, loss])).toEqual([
    [2, 3],
    [4, 1],
    [6, 3],
  ]);
  expect(heldOut).toEqual([[4, 0.5]]);
});

describe('the code says what it needs', () => {
  const fill = { padding: 'zeros', fill: '#f2b25c' } as const;

  it('of an image: three channels to 255 for a fill, and the shape that θ is for', () => {
    expect(codeFor(firstSetting, 1.5)).toContain('[height, width, channels]; a batch');
    expect(codeFor({ ...firstSetting, ...fill }, 1.5)).toContain(
      '[height, width, 3], values from 0 to 255',
    );
    const affine = codeFor({ ...firstSetting, family: 'affine' }, 1.5);
    expect(affine).toContain('pictures 1.500 times as wide as high');
  });

  it('of a browser: the files of wasm', () => {
    expect(codeFor(firstSetting, 1)).toContain("setWasmPaths('/there/')");
    expect(codeFor({ ...firstSetting, backend: 'cpu' }, 1)).not.toContain('setWasmPaths');
    expect(codeFor({ ...firstSetting, backend: 'webgl' }, 1)).toContain("setBackend('webgl')");
  });
});
