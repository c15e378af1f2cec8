/** Adam's state for one weight: running means of its gradient and of the squared gradient. */
export interface AdamMoments {
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** The moments before the first step. */
export function newMoments(size: number): AdamMoments {
  return { mean: new Float32Array(size), square: new Float32Array(size) };
}

/** The inputs of one Adam step. */
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
 * Not `tf.train.adam`: its bias correction is a running product that a restored optimizer recomputes
 * with different rounding, and a resumed run must reproduce the weights of an uninterrupted one.
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

/** The largest norm of all gradients together that a step follows in full. */
const LARGEST_NORM = 5;

/**
 * Scales all gradients by one factor so that their global norm is at most 5. Otherwise one bad batch
 * could move θ out of the image, where no gradient leads back.
 */
export function limitGradients(
  gradients: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, Float32Array> {
  const squares = [...gradients.values()].reduce((sum, values) => sum + squaredNorm(values), 0);
  const norm = Math.sqrt(squares);
  if (!(norm > LARGEST_NORM)) return gradients;
  const factor = LARGEST_NORM / norm;
  const shorten = (value: number): number => value * factor;
  return new Map([...gradients].map(([name, gradient]) => [name, gradient.map(shorten)]));
}

function squaredNorm(gradient: Float32Array): number {
  let squares = 0;
  for (let index = 0; index < gradient.length; index++) squares += (gradient[index] as number) ** 2;
  return squares;
}
