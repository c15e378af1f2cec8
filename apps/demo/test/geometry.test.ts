import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { generateGrid } from '@tfjs-stn/core';
import { bsplineFfd } from '@tfjs-stn/transform-flow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { undoQuarterTurns, quarterTurn } from '../src/learning/read-images.js';
import { fitted, rasterise } from '../src/rooms/draw/drawing.js';
import {
  affinePoint,
  affineTheta,
  bsplinePoint,
  latticeOf,
  thetaOf,
} from '../src/rooms/warp/theta.js';
import { handlesOf, moveHandle } from '../src/rooms/warp/handles.js';
import {
  evenPoints,
  firstSetting,
  wholePicture,
  type WarpSetting,
  sway,
} from '../src/rooms/warp/setting.js';

describe('the affine window', () => {
  it('shows the whole picture at first', () => {
    expect(affineTheta(wholePicture, 1.7)).toEqual([1, 0, 0, 0, 1, 0]);
  });

  it('keeps right angles in a picture that is not square', () => {
    // A quarter turn of a picture twice as wide as high: right of the output is down in the input,
    // by as many pixels, which are twice as large a share of the height.
    const theta = affineTheta({ ...wholePicture, turn: 90 }, 2);
    expectClose(theta, [0, -0.5, 0, 2, 0, 0]);
  });

  it('is half as large at a zoom of 2, and shears and stretches', () => {
    expectClose(affineTheta({ ...wholePicture, zoom: 2 }, 1), [0.5, 0, 0, 0, 0.5, 0]);
    expectClose(affineTheta({ ...wholePicture, stretch: 4 }, 1), [2, 0, 0, 0, 0.5, 0]);
    expectClose(affineTheta({ ...wholePicture, shear: 0.5 }, 1), [1, 0.5, 0, 0, 1, 0]);
  });
});

describe('handles', () => {
  const families = ['affine', 'projective', 'tps', 'bspline'] as const;

  it.each(families)('of %s move to the given place', (family) => {
    const setting: WarpSetting = { ...firstSetting, family };
    handlesOf(setting, 1.5).forEach((handle, index) => {
      const to = { x: 0.8 * handle.x + 0.05, y: 0.8 * handle.y - 0.1 };
      const moved = handlesOf(moveHandle(setting, index, to, 1.5), 1.5)[index]!;
      expectClose([moved.x, moved.y], [to.x, to.y]);
    });
  });

  it('stop at the edge of the figure', () => {
    const moved = moveHandle(firstSetting, 0, { x: -9, y: 9 }, 1);
    expect(moved.corners[0]).toEqual({ x: -1.25, y: 1.25 });
  });

  it.each(families)('of %s are animated from their current place', (family) => {
    const setting: WarpSetting = { ...firstSetting, family };
    expectClose(thetaOf(sway(setting, 0), 1), thetaOf(setting, 1));
    expect(thetaOf(sway(setting, 0.7), 1)).not.toEqual(thetaOf(setting, 1));
  });
});

describe('the grid lines of a B-spline', () => {
  const perAxis = 4;
  const from = evenPoints(perAxis);

  it('are straight without displacement, and shift with all points', () => {
    const points = from.map(({ x, y }) => ({ x: x + 0.25, y: y - 0.5 }));
    const setting = { ...firstSetting, points, pointsPerAxis: perAxis };
    for (const [column, row] of [
      [0, 0],
      [1.3, 2.6],
      [3, 3],
    ] as const) {
      const { x, y } = bsplinePoint(latticeOf(setting), perAxis, column, row);
      expectClose([x, y], [(2 * column) / 3 - 1 + 0.25, (2 * row) / 3 - 1 - 0.5]);
    }
  });

  it('agree with the grid of the transform', async () => {
    const pulled = from.map(({ x, y }, index) => ({
      x: x + 0.2 * Math.sin(3 * index),
      y: y + 0.2 * Math.cos(5 * index),
    }));
    const setting: WarpSetting = {
      ...firstSetting,
      family: 'bspline',
      points: pulled,
      pointsPerAxis: perAxis,
    };
    await setBackend('cpu');
    const size = 7;
    const theta = thetaOf(setting, 1);
    const grid = generateGrid(
      bsplineFfd({ controlPoints: [perAxis + 2, perAxis + 2] }),
      tensor2d(theta, [1, theta.length]),
      { outputSize: [size, size], alignCorners: true },
    );
    const values = await grid.data();
    for (let index = 0; index < size * size; index++) {
      const [column, row] = [(index % size) / 2, Math.floor(index / size) / 2];
      const { x, y } = bsplinePoint(latticeOf(setting), perAxis, column, row);
      // θ is rounded to four digits.
      expect(Math.abs(x - values[2 * index]!)).toBeLessThan(1e-4);
      expect(Math.abs(y - values[2 * index + 1]!)).toBeLessThan(1e-4);
    }
  });
});

describe('quarter turns of an image', () => {
  it('are clockwise', () => {
    expect([...quarterTurn(Float32Array.of(1, 2, 3, 4))]).toEqual([3, 1, 4, 2]);
  });

  it('are undone for points', () => {
    // The upper left pixel of an image turned once was its lower left one.
    expect(undoQuarterTurns([-1, -1], 1)).toEqual([-1, 1]);
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), (values) => {
        const image = Float32Array.from(values);
        const last = values[3]!;
        let look: Float32Array = image;
        for (let turns = 0; turns < 4; turns++, look = quarterTurn(look)) {
          const [x = 0, y = 0] = undoQuarterTurns(placeOf(look.indexOf(last)), turns);
          expect(image[indexOf(x, y)]).toBe(last);
        }
      }),
    );
  });

  function placeOf(index: number): [number, number] {
    return [index % 2 ? 1 : -1, index > 1 ? 1 : -1];
  }

  function indexOf(x: number, y: number): number {
    return (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0);
  }
});

describe('a drawing', () => {
  it('is centred, scaled to one size, and rotated', () => {
    const line = [
      { x: -0.5, y: -0.9 },
      { x: -0.5, y: 0.9 },
    ];
    const [[top, bottom] = []] = fitted([line], 90);
    const half = 18 / 42;
    expectClose([top!.x, top!.y, bottom!.x, bottom!.y], [half, 0, -half, 0]);
  });

  it('has as much ink as its lines have area, at any angle', () => {
    for (const angle of [0, 17, 45, 90]) {
      const line = [-0.5, 0.5].map((share) => ({
        x: share * Math.cos((angle * Math.PI) / 180),
        y: share * Math.sin((angle * Math.PI) / 180),
      }));
      // 21 pixels long and 2.6 wide, with round ends; drawn twice, it is as dark as once.
      const ink = rasterise([line, line]).reduce((sum, value) => sum + value, 0);
      const area = 21 * 2.6 + Math.PI * 1.3 ** 2;
      expect(Math.abs(ink / area - 1)).toBeLessThan(0.05);
    }
  });

  it('of a dot stays a dot in the middle', () => {
    const [[point] = []] = fitted([[{ x: 0.5, y: 0.5 }]], 30);
    expectClose([point!.x, point!.y], [0, 0]);
  });
});

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  values.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 9));
}

it('affinePoint maps a point by an affine θ', () => {
  expect(affinePoint([1, 2, 3, 4, 5, 6], 1, -1)).toEqual([2, 5]);
});
