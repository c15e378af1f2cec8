import type { Progress } from '../jobs/job.js';
import { formatDuration } from './format-duration.js';

/** The figures of a training, in words. */
export interface ProgressFigures {
  readonly loss: string;
  readonly accuracy: string;
  readonly speed: string;
  readonly left: string;
}

/** Puts the figures of a training into words of even width. */
export function progressFigures(progress: Progress): ProgressFigures {
  return {
    loss: `loss ${progress.loss.toFixed(3)}`,
    accuracy: `accuracy ${(100 * progress.accuracy).toFixed(1).padStart(5)} %`,
    speed: `${progress.imagesPerSecond.toFixed(0).padStart(5)} images/s`,
    left: `${formatDuration(progress.secondsLeft)} left`,
  };
}
