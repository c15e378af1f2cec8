import type { JSX } from 'preact';

import type { TrainingOrder } from '../../learning/train.js';
import {
  distortions,
  transformTitles,
  type DistortionName,
  type TransformChoice,
} from '../../model/choices.js';
import { Panel, Select } from '../../ui/controls.js';
import type { LearnSession } from './learn-session.js';
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

/** The settings of a training. */
export function TrainingPanel({ session }: { readonly session: LearnSession }): JSX.Element {
  const order = session.order.value;
  const problem = session.problem.value;
  const running = isRunning(session.activity.value);
  const change = (part: Partial<TrainingOrder>): void => {
    session.order.value = { ...order, ...part };
  };
  return (
    <Panel title="The training">
      <Select
        {...{ title: 'Distortion', options: distortionOptions, disabled: running }}
        value={order.distortion}
        onChange={(distortion) => change({ distortion })}
      />
      <Select
        {...{ title: 'Transform', options: transformOptions, disabled: running }}
        value={order.transform}
        onChange={(transform) => change({ transform })}
      />
      <Select
        {...{ title: 'Steps', options: lengths, disabled: running }}
        value={String(order.steps) as (typeof lengths)[number][0]}
        onChange={(steps) => change({ steps: Number(steps) })}
      />
      <p class="hint">
        {problem === undefined
          ? '64 digits per step, on this device’s processor. A new net first sees digits that are hardly distorted, then more and more distorted ones. The same net without a transformer learns from the same digits.'
          : `${problem} Nets run here, but training needs it.`}
      </p>
    </Panel>
  );
}
