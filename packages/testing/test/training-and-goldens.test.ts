import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeTransformGoldens } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { beforeAll, describe, expect, it } from 'vitest';

import { runFixture, type FixtureResult } from './run-fixture.js';

let results: Record<string, FixtureResult>;
beforeAll(async () => {
  results = await runFixture('training-and-goldens');
}, 300_000);

describe('describeTraining', () => {
  it.each([
    ['affine', 'passed', ''],
    ['ascending', 'failed', 'loss after'],
    ['identical', 'failed', 'loss before'],
    ['leaking', 'failed', 'expectNoLeak: '],
  ])('a test of %s has %s', (name, status, message) => {
    const result = results[`${name} learns the θ of a warped image by gradient descent`];
    expect(result).toMatchObject({ status, message: expect.stringContaining(message) });
  });
});

describe('describeTransformGoldens', () => {
  it.each([
    ['affine', 'passed', ''],
    ['twofold', 'failed', 'expectClose: matrix ['],
    ['twofold, up to scale,', 'passed', ''],
    ['leaking', 'failed', 'expectNoLeak: '],
    ['another matrix', 'failed', 'expectClose: matrix ['],
    ['another output', 'failed', 'expectClose: output ['],
    ['another image gradient', 'failed', 'expectClose: image gradient ['],
    ['another theta gradient', 'failed', 'expectClose: theta gradient ['],
  ])('a test of %s has %s', (name, status, message) => {
    const prefix = `${name} agrees with the golden affine,`;
    const [, result] = Object.entries(results).find(([title]) => title.startsWith(prefix)) ?? [];
    expect(result).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  it('requires goldens of every transform', () => {
    expect(() => describeTransformGoldens([affine], { goldens: [], sampler: bilinear() })).toThrow(
      "describeTransformGoldens: every transform must have goldens, got none of 'affine'",
    );
  });
});
