import type { NetFacts } from '../../model/saved-net.js';
import { distortions, IMAGE_SIZE, transformTitles } from '../../model/choices.js';
import type { TestResult } from '../../learning/test-model.js';
import { isRunning, type Activity } from './net-state.js';

/** Describes a net in one line. */
export function netFacts({ transform, distortion, steps }: NetFacts): string {
  const name = `${transformTitles[transform]} transformer`;
  if (steps === 0) return `${name}, not trained yet`;
  const shown = (64 * steps).toLocaleString('en');
  return `${name}, trained on ${shown} digits, ${distortions[distortion].title.toLowerCase()}`;
}

/** Describes a test in one line. */
export function testFacts({ distortion }: NetFacts, { angle, rectifiedAngle }: TestResult): string {
  const { maxAngle, maxShift } = distortions[distortion];
  if (maxAngle === 0) {
    return `Unseen digits, shifted by up to ${maxShift} of ${IMAGE_SIZE} pixels.`;
  }
  return `Unseen digits, rotated by ${angle.toFixed(0)}° on average, and by ${rectifiedAngle.toFixed(0)}° after the transformer.`;
}

/**
 * Describes a crash of the worker.
 *
 * @param activity its activity at that time
 * @param step the step of the current training whose net was restored; 0 if it is from before the
 *   training, undefined if there is none
 * @param outcome whether a new worker has the net
 */
export function crashText(
  activity: Activity,
  step: number | undefined,
  outcome: 'recovered' | 'failed',
): string {
  if (outcome === 'failed') {
    const what = step === undefined ? 'did not start' : 'keeps failing';
    return `The compute worker ${what}. Reload the page to try again.`;
  }
  const back = step ? `from step ${step} is restored` : 'from before is restored';
  if (isRunning(activity)) {
    return `The training crashed. The net ${back}; you can train again.`;
  }
  if (activity === 'testing') return `The test crashed. The net ${back}; you can test it again.`;
  return `The compute worker crashed and was restarted. The net ${back}.`;
}
