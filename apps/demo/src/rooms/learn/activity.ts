/** What the net is doing. */
export type Activity =
  'loading' | 'idle' | 'training' | 'paused' | 'resting' | 'testing' | 'failed';

/** Whether there is a training that has not ended. */
export function isRunning(activity: Activity): boolean {
  return activity === 'training' || activity === 'paused' || activity === 'resting';
}
