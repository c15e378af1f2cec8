import type { JSX } from 'preact';

import type { Questions } from '../../app/notices.js';
import { mayReplace, type LearnSession } from './learn-session.js';

/** Pause and stop. */
export function RunningButtons({ session }: { readonly session: LearnSession }): JSX.Element {
  const paused = session.activity.value === 'paused';
  return (
    <div class="actions">
      <button
        type="button"
        class="main"
        onClick={() => session.control(paused ? 'resume' : 'pause')}
      >
        {paused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" onClick={() => session.control('stop')}>
        Stop
      </button>
    </div>
  );
}

/** Starts of trainings. */
export function StartButtons(props: {
  readonly session: LearnSession;
  readonly questions: Questions;
}): JSX.Element {
  const { session, questions } = props;
  const disabled = session.activity.value !== 'idle' || session.problem.value !== undefined;
  const startNew = async (): Promise<void> => {
    if (await mayReplace(session, questions)) await session.train(false);
  };
  return (
    <div class="actions">
      <button type="button" class="main" disabled={disabled} onClick={() => void startNew()}>
        Start training
      </button>
      <button type="button" disabled={disabled} onClick={() => void session.train(true)}>
        Train this net further
      </button>
    </div>
  );
}
