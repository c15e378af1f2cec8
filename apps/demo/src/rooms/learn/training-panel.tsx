import type { JSX } from 'preact';

import type { Questions } from '../../app/notices.js';
import type { TrainingOrder } from '../../learning/train.js';
import {
  distortions,
  transformTitles,
  type DistortionName,
  type TransformChoice,
} from '../../model/choices.js';
import { Panel, Select } from '../../ui/controls.js';
import { mayReplace, type LearnSession } from './learn-session.js';
import { isRunning } from './net-state.js';

const distortionOptions = Object.entries(distortions).map(
  ([name, { title }]) => [name as DistortionName, title] as const,
);

const transformOptions = Object.entries(transformTitles) as [TransformChoice, string][];

const lengths = [
  ['150', '150 steps, a quick try'],
  ['600', '600 steps'],
  ['1500', '1,500 steps'],
  ['4000', '4,000 steps'],
] as const;

/** Settings and buttons of a training. */
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
          ? '64 digits per step, on this device’s processor, in a worker. A new net first sees digits that are hardly distorted, then more and more distorted ones.'
          : `${problem} Nets run here, but training needs it.`}
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
        {paused ? 'Resume' : 'Pause'}
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
