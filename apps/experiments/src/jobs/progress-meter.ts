import type { TrainingState } from '../checkpoint/checkpoint.js';
import { latestScore } from '../training/curve.js';
import { countSteps } from '../training/settings.js';
import type { Progress } from './job.js';

/** Makes progress out of states, by the speed since `start`. */
export function progressMeter(start: TrainingState): (state: TrainingState) => Progress {
  const { settings } = start;
  const steps = countSteps(settings);
  return ({ step, seconds, curve }) => {
    const stepsPerSecond = (step - start.step) / Math.max(1e-3, seconds - start.seconds);
    return {
      ...latestScore(curve),
      step,
      steps,
      imagesPerSecond: stepsPerSecond * settings.batch,
      secondsLeft: stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : Infinity,
    };
  };
}
