import type { JSX } from 'preact';

import { distortions, type DistortionName } from '../../distortion/distortions.js';
import type { TrainingOrder } from '../../engine/learning/training-order.js';
import { Select } from '../../ui/choice.js';
import { Panel } from '../../ui/panel.js';
import type { LearnSession } from './learn-session.js';
import { transformOptions } from './net-facts.js';

const distortionOptions = Object.entries(distortions).map(
  ([name, { title }]) => [name as DistortionName, title] as const,
);

const lengths = [
  ['600', '600 steps'],
  ['1500', '1,500 steps'],
  ['4000', '4,000 steps'],
] as const;

/** What is trained, and the buttons for it. */
export function TrainingPanel({ session }: { readonly session: LearnSession }): JSX.Element {
  const order = session.order.value;
  const activity = session.activity.value;
  const running = activity === 'training' || activity === 'paused' || activity === 'resting';
  const change = (part: Partial<TrainingOrder>): void => {
    session.order.value = { ...order, ...part };
  };
  return (
    <Panel title="Train a new net">
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
      <TrainingButtons session={session} />
      <p class="hint">
        64 digits a step, on this device’s processor, in a worker of its own. The digits are hardly
        distorted at first, and more and more as the net learns.
      </p>
    </Panel>
  );
}

function TrainingButtons({ session }: { readonly session: LearnSession }): JSX.Element {
  const activity = session.activity.value;
  if (activity === 'training' || activity === 'resting') {
    return (
      <div class="actions">
        <button type="button" class="main" onClick={() => session.control('pause')}>
          Pause
        </button>
        <button type="button" onClick={() => session.control('stop')}>
          Stop
        </button>
      </div>
    );
  }
  if (activity === 'paused') {
    return (
      <div class="actions">
        <button type="button" class="main" onClick={() => session.control('resume')}>
          Go on
        </button>
        <button type="button" onClick={() => session.control('stop')}>
          Stop
        </button>
      </div>
    );
  }
  return (
    <div class="actions">
      <button
        type="button"
        class="main"
        disabled={activity === 'loading' || activity === 'testing'}
        onClick={() => void session.train()}
      >
        Start training
      </button>
    </div>
  );
}
