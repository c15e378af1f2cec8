import { beforeAll, describe, expect, it } from 'vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { describeTransform, type TransformReference } from '@tfjs-stn/testing/vitest';

import { basisZoom, goodHabits } from './fixtures/basis-zoom.js';
import { zoom, type ZoomConfig } from './fixtures/zoom.js';
import { runFixture, type FixtureResult } from './run-fixture.js';

const onBoth = { backends: ['cpu', 'wasm'] };

describe('a correct transform passes describeTransform', () => {
  describeTransform(affine, {
    ...onBoth,
    reference: ([a11 = NaN, a12 = NaN, tx = NaN, a21 = NaN, a22 = NaN, ty = NaN], x, y) => [
      a11 * x + a12 * y + tx,
      a21 * x + a22 * y + ty,
    ],
  });

  const configs: readonly Partial<ZoomConfig>[] = [{}, { step: 4 }];
  const reference: TransformReference<Partial<ZoomConfig>> = (
    [theta = NaN],
    x,
    y,
    { step = 1 },
  ) => [x * theta * theta * step, y * theta * theta * step];
  describeTransform(zoom('zoom'), { ...onBoth, configs });
  describeTransform(zoom('zoom-by-reference'), { ...onBoth, configs, reference });
  describeTransform(basisZoom('zoom-as-basis', goodHabits), { ...onBoth, configs, reference });
});

const value = 'is a well-formed object';
const identity = 'gives the identity grid for its identity';
const field = 'returns a field of the right kind, shape and type';
const batch = 'maps each item of a batch by its own theta';
const empty = 'accepts an output without pixels';
const oracle = 'agrees with its reference';
const gradient = 'has the right gradient';
const second = 'has the right second derivative';
const leaks = 'leaks no tensor';
const release = 'disposes its caches and works afterwards';
const config = 'is recreated from its config';
const refusal = 'rejects an unknown key in its config';

/** Every transform of the fixture, its failing tests, and a part of the first message. */
const wrong: readonly (readonly [name: string, failing: readonly string[], why: string])[] = [
  ['has another identity {}', [identity], 'identity at [1, 5], alignCorners false'],
  ['ignores alignCorners {}', [identity], 'identity at [1, 5], alignCorners true'],
  ['takes one theta for all {}', [batch, empty], 'grids of a batch [3, 3, 4, 2]: '],
  [
    'gives integers {}',
    [identity, field, batch, empty, gradient, second, leaks, release, config],
    'grid must be float32, got int32',
  ],
  ['is not its reference {}', [oracle, gradient], 'grid at [3, 4], alignCorners false'],
  ['gives no gradient {}', [gradient, second], 'Cannot compute gradient of y=f(x)'],
  ['gives a double gradient {}', [gradient, second], 'gradient w.r.t. theta, alignCorners false'],
  ['gives no second gradient {}', [second], 'second derivative w.r.t. theta [1]: '],
  ['keeps a tensor {}', [leaks, release], 'expectNoLeak: '],
  ['leaves steps behind {}', [leaks], 'expectNoLeak: '],
  ['holds no basis {}', [batch, empty, gradient, second, leaks, release], 'basis is disposed'],
  ['releases nothing {}', [release], 'expectNoLeak: '],
  ['releases and remembers {}', [release], ''],
  ['forgets its config {"step":4}', [config], 'transform of the config'],
  ['takes any key {}', [refusal], 'factory({ thisKeyIsUnknown: 1 })'],
  ['goes by two names {}', [value, config], 'name, as registerTransform knows it'],
];

describe('a faulty transform fails describeTransform', () => {
  let results: Record<string, FixtureResult>;
  beforeAll(async () => {
    results = await runFixture('transforms');
  }, 300_000);

  it.each(wrong)('one that %s', (name, failing, why) => {
    const title = `transform ${name} `;
    const failed = Object.entries(results)
      .filter(([test, { status }]) => test.startsWith(title) && status === 'failed')
      .map(([test, { message }]) => ({ test: test.slice(title.length), message }));
    expect(failed.map(({ test }) => test)).toEqual(failing);
    expect(failed[0]?.message).toContain(why);
  });

  it('and every check fails for at least one of them', () => {
    const failed = Object.values(results).filter(({ status }) => status === 'failed');
    expect(failed).toHaveLength(wrong.reduce((count, [, failing]) => count + failing.length, 0));
    const checks = new Set(wrong.flatMap(([, failing]) => failing));
    const titles = Object.keys(results).map((title) => title.replace(/^transform .*?\{.*?\} /, ''));
    expect(checks).toEqual(new Set(titles));
  });
});
