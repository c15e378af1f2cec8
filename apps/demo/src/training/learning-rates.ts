/** Adam's step size for the two parts of a model. */
export interface LearningRates {
  readonly classifier: number;
  readonly localisation: number;
}

const HIGHEST = 0.003;

/** Share of the training over which the rates rise from 0. */
const WARM_UP = 0.03;

/** Share of the training after which the classifier learns more slowly. */
const CLASSIFIER_FIRST = 0.15;

/** How fast it learns until then and from then on, next to the localisation net. */
const CLASSIFIER_FACTORS = [1 / 3, 1 / 10] as const;

/**
 * The rates at one step: a linear warm-up, then half a cosine down to 0.
 *
 * The classifier learns fast only while digits are still nearly upright. Left to learn on, it would
 * get used to turned digits before the localisation net turns them back.
 */
export function learningRates(step: number, steps: number): LearningRates {
  const progress = step / steps;
  const warmUp = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
  const decay = (1 + Math.cos(Math.PI * progress)) / 2;
  const rate = HIGHEST * warmUp * decay;
  const factor = CLASSIFIER_FACTORS[progress < CLASSIFIER_FIRST ? 0 : 1];
  return { classifier: factor * rate, localisation: rate };
}
