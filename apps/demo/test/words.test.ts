import { describe, expect, it } from 'vitest';

import { crashText, netFacts, testFacts } from '../src/rooms/learn/words.js';
import { emptyCurve, extendCurve } from '../src/rooms/learn/net-state.js';
import { codeFor } from '../src/rooms/warp/code-for.js';
import { firstSetting } from '../src/rooms/warp/setting.js';

describe('the message after a crash', () => {
  it.each([
    ['training', 40, 'The training crashed. The net from step 40 is restored; you can train'],
    ['paused', 0, 'The training crashed. The net from before is restored; you can train'],
    ['testing', 0, 'The test crashed. The net from before is restored; you can test it'],
    ['testing', 600, 'The test crashed. The net from step 600 is restored; you can test'],
    ['idle', 0, 'crashed and was restarted. The net from before is restored.'],
  ] as const)('during %s names the net of step %d', (activity, step, text) => {
    expect(crashText(activity, step, 'recovered')).toContain(text);
  });

  it('asks for a reload if there is no new worker', () => {
    expect(crashText('loading', undefined, 'failed')).toContain('did not start. Reload');
    expect(crashText('training', 40, 'failed')).toContain('keeps failing. Reload');
  });
});

describe('the description of a net', () => {
  it('counts digits, and mentions angles only if digits are rotated', () => {
    const facts = { transform: 'tps', distortion: 'moved', steps: 10 } as const;
    expect(netFacts(facts)).toBe('Thin-plate spline transformer, trained on 640 digits, shifted');
    expect(netFacts({ ...facts, steps: 0 })).toContain('not trained yet');
    const result = { count: 1000, accuracy: 0.9, angle: 0, rectifiedAngle: 4.4 };
    expect(testFacts(facts, result)).not.toContain('°');
    expect(testFacts({ ...facts, distortion: 'turned' }, { ...result, angle: 45.4 })).toContain(
      'rotated by 45° on average, and by 4° after',
    );
  });
});

it('a learning curve has the means of its steps and the test scores', () => {
  const scores = [4, 2, 1, 1, 3, 3].map((loss, index) => ({
    step: index + 1,
    steps: 200,
    loss,
    accuracy: loss / 10,
    imagesPerSecond: 1,
    plain: { loss: 2 * loss, accuracy: loss / 20 },
    ...(index === 3 && { heldOut: { own: 0.5, plain: 0.25 } }),
  }));
  const { points, heldOut } = scores.reduce(extendCurve, emptyCurve);
  expect(points.map(({ step, loss }) => [step, loss])).toEqual([
    [2, 3],
    [4, 1],
    [6, 3],
  ]);
  expect(points.map(({ plain }) => plain?.loss)).toEqual([6, 2, 6]);
  expect(heldOut).toEqual([{ step: 4, own: 0.5, plain: 0.25 }]);
});

describe('the code for a setting', () => {
  const fill = { padding: 'zeros', fill: '#f2b25c' } as const;

  it('states the channels and range for a fill, and the aspect ratio for θ', () => {
    expect(codeFor(firstSetting, 1.5)).toContain('[height, width, channels]; a batch');
    expect(codeFor({ ...firstSetting, ...fill }, 1.5)).toContain(
      '[height, width, 3], values from 0 to 255',
    );
    const affine = codeFor({ ...firstSetting, family: 'affine' }, 1.5);
    expect(affine).toContain('pictures 1.500 times as wide as high');
  });

  it('mentions the .wasm files only for wasm', () => {
    expect(codeFor(firstSetting, 1)).toContain("setWasmPaths('/there/')");
    expect(codeFor({ ...firstSetting, backend: 'cpu' }, 1)).not.toContain('setWasmPaths');
    expect(codeFor({ ...firstSetting, backend: 'webgl' }, 1)).toContain("setBackend('webgl')");
  });
});
