import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { familyTitles, firstSetting, type WarpSetting } from '../src/rooms/warp/setting.js';
import { settingFromQuery, settingQuery } from '../src/rooms/warp/setting-url.js';

/** A number that an address has in full. */
const coordinate = fc.integer({ min: -1250, max: 1250 }).map((value) => value / 1000);
const point = fc.record({ x: coordinate, y: coordinate });
const family = fc.constantFrom(...(Object.keys(familyTitles) as (keyof typeof familyTitles)[]));

describe('the address of a setting', () => {
  it('gives the setting back', () => {
    const settings = fc.record({
      family,
      corners: fc.array(point, { minLength: 4, maxLength: 4 }),
      points: fc.array(point, { minLength: 25, maxLength: 25 }),
      sampler: fc.constantFrom('nearest', 'lanczos', 'bilinear'),
      padding: fc.constantFrom('zeros', 'wrap'),
      fill: fc.constantFrom('transparent', '#0a1b2c'),
      alignCorners: fc.boolean(),
      outputSize: fc.constantFrom('own', [768, 1024], [512, 512]),
      backend: fc.constantFrom('kernels', 'cpu'),
    });
    fc.assert(
      fc.property(settings, (changes) => {
        const setting = { ...firstSetting, ...changes, pointsPerAxis: 5 } as WarpSetting;
        const back = { ...firstSetting, ...settingFromQuery(settingQuery(setting)) };
        const { corners, points, pointsPerAxis, ...others } = setting;
        const spline = setting.family === 'tps' || setting.family === 'bspline';
        expect(back).toMatchObject({
          ...others,
          ...(setting.family === 'projective' && { corners }),
          ...(spline && { points, pointsPerAxis }),
        });
      }),
    );
  });

  it('leaves out what is unknown or impossible', () => {
    const query =
      'transform=shear&corners=1,2,3&window=a,b&sampler=__proto__&size=9,9&fill=red&points=1&grid=7';
    expect(settingFromQuery(query)).toEqual({});
    expect(settingFromQuery('window=999,99,0,9,9,-9')).toEqual({
      affine: { turn: 180, zoom: 4, stretch: 0.5, shear: 1, centre: { x: 1, y: -1 } },
    });
  });
});
