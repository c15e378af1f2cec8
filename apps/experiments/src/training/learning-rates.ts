/** Adam's step size for the two parts of a model. */
export interface LearningRates {
  readonly classifier: number;
  readonly localisation: number;
}

/** Share of the training over which the rates rise from 0. */
const WARM_UP = 0.03;

/** How much faster the localisation net learns than the classifier. */
const LOCALISATION_FACTOR = 3;

/**
 * The rates at one step: a linear warm-up, then half a cosine down to 0.
 *
 * The localisation net learns faster than the classifier behind it: otherwise the classifier gets
 * used to turned digits before they are turned back.
 */
export function learningRates(highest: number, step: number, steps: number): LearningRates {
  const warmUp = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
  const decay = (1 + Math.cos((Math.PI * step) / steps)) / 2;
  const classifier = highest * warmUp * decay;
  return { classifier, localisation: LOCALISATION_FACTOR * classifier };
}
