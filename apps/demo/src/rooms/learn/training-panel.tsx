import type { JSX } from 'preact';

import type { Questions } from '../../app/questions.js';
import { distortions, type DistortionName } from '../../distortion/distortions.js';
import type { TrainingOrder } from '../../engine/learning/training-order.js';
import { Select } from '../../ui/choice.js';
import { Panel } from '../../ui/panel.js';
import { isRunning } from './activity.js';
import type { LearnSession } from './learn-session.js';
import { mayReplace } from './may-replace.js';
import { transformOptions } from './net-facts.js';

const distortionOptions = Object.entries(distortions).map(
  ([name, { title }]) => [name as DistortionName, title] as const,
);

const lengths = [
  ['150', '150 steps, a taste'],
  ['600', '600 steps'],
  ['1500', '1,500 steps'],
  ['4000', '4,000 steps'],
] as const;

/** What is trained, and the buttons for it. */
export function TrainingPanel(props: {
  readonly session: LearnSession;
  readonly questions: Questions;
}): JSX.Element {
  const { session } = props;
  const order = session.order.value;
  const problem = session.problem.value;
  const running = isRunning(session.activity.value);
  const change = (part: Partial<TrainingOrder>): void => {
    session.order.value = { ...order, ...part };
  };
  return (
    <Panel title="Train a net">
      <Select
        {...{ title: 'Digits are', options: distortionOptions, disabled: running }}
        value={order.distortion}
        onChange={(distortion) => change({ distortion })}
      />
      <Select
        {...{ title: 'Transform', options: transformOptions, disabled: running }}
        value={order.transform}
        onChange={(transform) => change({ transform })}
      />
      <Select
        {...{ title: 'For', options: lengths, disabled: running }}
        value={String(order.steps) as (typeof lengths)[number][0]}
        onChange={(steps) => change({ steps: Number(steps) })}
      />
      {running ? <RunningButtons session={session} /> : <StartButtons {...props} />}
      <p class="hint">
        {problem === undefined
          ? '64 digits a step, on this device’s processor, in a worker of its own. A new net sees digits that are hardly distorted at first, and more and more as it learns.'
          : `${problem} Nets can be tried out here, but training needs it.`}
      </p>
    </Panel>
  );
}

function RunningButtons({ session }: { readonly session: LearnSession }): JSX.Element {
  const paused = session.activity.value === 'paused';
  return (
    <div class="actions">
      <button
        type="button"
        class="main"
        onClick={() => session.control(paused ? 'resume' : 'pause')}
      >
        {paused ? 'Go on' : 'Pause'}
      </button>
      <button type="button" onClick={() => session.control('stop')}>
        Stop
      </button>
    </div>
  );
}

function StartButtons(props: {
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
