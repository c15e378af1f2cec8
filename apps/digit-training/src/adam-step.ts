/** What Adam remembers of one weight: running means of its gradient and of the gradient's square. */
export interface AdamMoments {
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** Moments of nothing seen yet. */
export function newMoments(size: number): AdamMoments {
  return { mean: new Float32Array(size), square: new Float32Array(size) };
}

/** How far and in which direction to go. */
export interface AdamStep {
  readonly gradient: Float32Array;
  readonly learningRate: number;
  /** 1 for the first step. */
  readonly step: number;
}

const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-7;

/**
 * One step of Adam (Kingma and Ba, 2015, algorithm 1), in place.
 *
 * Why not `tf.train.adam`: its bias correction is a running product that a restored optimizer
 * recomputes with another rounding, and a resumed run must give the uninterrupted run's weights.
 */
export function adamStep(values: Float32Array, moments: AdamMoments, options: AdamStep): void {
  const { gradient, learningRate, step } = options;
  const { mean, square } = moments;
  const rate = learningRate / (1 - MEAN_DECAY ** step);
  const squareCorrection = 1 - SQUARE_DECAY ** step;
  for (let index = 0; index < values.length; index++) {
    const slope = gradient[index] as number;
    const m = MEAN_DECAY * (mean[index] as number) + (1 - MEAN_DECAY) * slope;
    const s = SQUARE_DECAY * (square[index] as number) + (1 - SQUARE_DECAY) * slope * slope;
    mean[index] = m;
    square[index] = s;
    const value = values[index] as number;
    values[index] = value - (rate * m) / (Math.sqrt(s / squareCorrection) + EPSILON);
  }
}
