import type { Questions } from '../../app/questions.js';
import type { LearnSession } from './learn-session.js';

/** Whether the net may go: one that has been trained here and kept nowhere only if the user says so. */
export function mayReplace(session: LearnSession, questions: Questions): Promise<boolean> {
  if (!session.unsaved.value) return Promise.resolve(true);
  return questions.ask(
    'The net that you have trained is kept nowhere yet. It will be gone.',
    'Replace it',
  );
}
