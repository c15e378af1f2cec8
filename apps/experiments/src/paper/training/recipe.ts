import type { LearningRates } from '@tfjs-stn-apps/digit-training';

import type { PaperDistortion } from '../cell.js';

/** How the models of a column are trained, all in the same way. */
export interface Recipe {
  readonly epochs: number;
  /** Images per step. */
  readonly batch: number;
  /** Peak of Adam's step size. */
  readonly learningRate: number;
  /** The localisation net's learning rate, relative to the classifier's. */
  readonly localisationFactor: number;
}

/** The number of weights of every model, about. */
export const WEIGHTS = 400_000;

const common = { epochs: 20, batch: 128, learningRate: 3e-3, localisationFactor: 0.3 } as const;

/** The recipe of every column. */
export const recipes: Readonly<Record<PaperDistortion, Recipe>> = {
  R: common,
  RTS: common,
  P: common,
  E: common,
  TC: common,
  ADD: common,
  MULTI64: common,
  MULTI128: common,
  'CO-T': { ...common, localisationFactor: 0.1 },
  'CO-TC': { ...common, localisationFactor: 0.1 },
};

/** How far a training is. */
export interface Progress {
  /** Completed steps. */
  readonly step: number;
  readonly steps: number;
}

/** Fraction of the training over which the rates rise from 0. */
const WARM_UP = 0.05;

/** The rates at one step: a linear rise, then half a cosine down to 0. */
export function ratesAt(
  { learningRate, localisationFactor }: Recipe,
  step: number,
  steps: number,
): LearningRates {
  const warmUp = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
  const decay = (1 + Math.cos((Math.PI * step) / steps)) / 2;
  const classifier = learningRate * warmUp * decay;
  return { classifier, localisation: localisationFactor * classifier };
}
