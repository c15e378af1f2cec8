import { isRunning, type Activity } from './activity.js';

/**
 * What a crash of the worker means, for the user.
 *
 * @param activity what it was doing
 * @param step after how many steps of the present training the net was kept; 0 if it is of before,
 *   undefined if there is none
 * @param outcome whether another worker has the net
 */
export function crashText(
  activity: Activity,
  step: number | undefined,
  outcome: 'mended' | 'for good',
): string {
  if (outcome === 'for good') {
    const what = step === undefined ? 'did not start' : 'keeps failing';
    return `The computing part ${what}. Reload the page to try again.`;
  }
  const back = step ? `is as it was after step ${step}` : 'from before is back';
  if (isRunning(activity)) {
    return `The training failed and has ended. The net ${back}; train again when you like.`;
  }
  if (activity === 'testing')
    return `The test failed. The net ${back}; test it again when you like.`;
  return `The computing part failed and was started again. The net ${back}.`;
}
