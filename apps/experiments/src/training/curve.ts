/** Loss and accuracy at one step, or their means over several. */
export interface Score {
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
}

/** The mean score of the steps since the point before. */
export interface CurvePoint extends Score {
  /** Steps done. */
  readonly step: number;
}

/** How a training went, in points that each stand for `window` steps. */
export interface Curve {
  readonly window: number;
  readonly points: readonly CurvePoint[];
  /** Sums over the steps since the last point. */
  readonly open: Score & { readonly steps: number };
}

const POINTS = 150;
const nothing = { steps: 0, loss: 0, accuracy: 0 };

/** The curve of a training of so many steps, before its first. */
export function newCurve(steps: number): Curve {
  return { window: Math.max(1, Math.floor(steps / POINTS)), points: [], open: nothing };
}

/** A curve with the score of one step more. */
export function extendCurve({ window, points, open }: Curve, step: number, score: Score): Curve {
  const steps = open.steps + 1;
  const loss = open.loss + score.loss;
  const accuracy = open.accuracy + score.accuracy;
  if (steps < window) return { window, points, open: { steps, loss, accuracy } };
  const point = { step, loss: loss / steps, accuracy: accuracy / steps };
  return { window, points: [...points, point], open: nothing };
}

/** The mean score of the latest steps. */
export function latestScore({ points, open }: Curve): Score {
  const last = points.at(-1);
  if (last && open.steps < 20) return last;
  const steps = Math.max(1, open.steps);
  return { loss: open.loss / steps, accuracy: open.accuracy / steps };
}
