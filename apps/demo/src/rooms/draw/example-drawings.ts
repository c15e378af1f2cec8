import type { Drawing, PadPoint } from './drawing.js';

/** Some digits as a hand draws them: for those who can't draw here, and those who don't want to. */
export const exampleDrawings: readonly (readonly [digit: number, drawing: Drawing])[] = [
  [2, [[...arc(0, -0.3, 0.32, 200, 395), point(-0.34, 0.55), point(0.4, 0.55)]]],
  [3, [[...arc(-0.02, -0.28, 0.3, 215, 440), ...arc(-0.02, 0.28, 0.33, -80, 145)]]],
  [
    4,
    [
      [point(-0.05, -0.6), point(-0.38, 0.1), point(0.38, 0.1)],
      [point(0.18, -0.25), point(0.16, 0.62)],
    ],
  ],
  [
    5,
    [
      [
        point(0.33, -0.58),
        point(-0.25, -0.56),
        point(-0.3, -0.06),
        ...arc(-0.02, 0.24, 0.36, -110, 140),
      ],
    ],
  ],
  [7, [[point(-0.36, -0.52), point(0.36, -0.52), point(-0.08, 0.6)]]],
];

function point(x: number, y: number): PadPoint {
  return { x, y };
}

/** Part of a circle, by degrees clockwise from the right. */
function arc(x: number, y: number, radius: number, from: number, to: number): PadPoint[] {
  const count = Math.ceil(Math.abs(to - from) / 12);
  return Array.from({ length: count + 1 }, (_, index) => {
    const angle = ((from + ((to - from) * index) / count) * Math.PI) / 180;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
}
