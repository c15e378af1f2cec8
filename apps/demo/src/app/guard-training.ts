import { isRunning } from '../rooms/learn/activity.js';
import type { LearnSession } from '../rooms/learn/learn-session.js';

/** Lets the browser ask before the page is left in the middle of a training. */
export function guardTraining(learn: LearnSession): void {
  window.addEventListener('beforeunload', (event) => {
    if (isRunning(learn.activity.peek())) event.preventDefault();
  });
}
