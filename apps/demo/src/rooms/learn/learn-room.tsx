import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Notices, Questions } from '../../app/notices.js';
import { LineChart } from '../../ui/line-chart.js';
import { DigitCard, EmptyCard } from './digit-card.js';
import type { LearnSession } from './learn-session.js';
import { NetPanel } from './net-panel.js';
import type { Activity, CurvePoint } from './net-state.js';
import { TrainingPanel } from './training-panel.js';

/** The second room: a net learns to rectify digits. */
export function LearnRoom(props: {
  readonly session: LearnSession;
  readonly notices: Notices;
  readonly questions: Questions;
}): JSX.Element {
  const { session, notices, questions } = props;
  useEffect(() => void session.open(), []);
  return (
    <main class="room">
      <header class="intro">
        <h1 tabIndex={-1}>Learn</h1>
        <p>
          The net is never told which way is up. It learns to rotate digits because{' '}
          <em>upright ones are easier to read</em>.
        </p>
      </header>
      <div class="stage">
        <Progress session={session} />
        <Digits session={session} />
      </div>
      <aside class="controls" aria-label="Settings">
        <TrainingPanel session={session} questions={questions} />
        <NetPanel session={session} notices={notices} questions={questions} />
      </aside>
      <div class="more">
        <Charts session={session} />
      </div>
    </main>
  );
}

const states: Readonly<Record<Activity, string>> = {
  loading: 'Loading the net',
  idle: 'Ready',
  training: 'Training',
  paused: 'Paused',
  resting: 'Paused while the tab is hidden',
  testing: 'Testing',
  failed: 'Not running',
};

function Progress({ session }: { readonly session: LearnSession }): JSX.Element {
  const progress = session.progress.value;
  const { step = 0, steps = session.order.value.steps, imagesPerSecond = 0 } = progress ?? {};
  return (
    <div class="progress">
      <b data-figure="activity">{states[session.activity.value]}</b>
      <progress max={steps} value={step} aria-label="Training" />
      <span class="number" data-figure="step">
        {progress ? `step ${step} of ${steps}` : ''}
      </span>
      <span class="number" data-figure="speed">
        {progress ? `${Math.round(imagesPerSecond)} digits / s` : ''}
      </span>
    </div>
  );
}

function Digits({ session }: { readonly session: LearnSession }): JSX.Element {
  const showcase = session.showcase.value;
  return (
    <section aria-label="Digits before and after the transformer">
      <ul class="digits">
        {showcase
          ? showcase.digits.map((digit) => <DigitCard key={digit.label} digit={digit} />)
          : Array.from({ length: 10 }, (_, index) => <EmptyCard key={index} />)}
      </ul>
      <p class="hint">
        Left: an unseen digit and the region that the transformer samples; the thick edge becomes
        the top. Right: the input of the classifier.
      </p>
    </section>
  );
}

function Charts({ session }: { readonly session: LearnSession }): JSX.Element {
  const { points, heldOut } = session.curve.value;
  const last = session.progress.value?.steps ?? session.order.value.steps;
  return (
    <div class="charts">
      <LineChart
        {...{ title: 'Loss in training', last, top: lossTop(points) }}
        lines={[{ name: 'in training', points: points.map(({ step, loss }) => [step, loss]) }]}
        format={(loss) => (Number.isNaN(loss) ? '–' : loss.toFixed(2))}
      />
      <LineChart
        {...{ title: 'Read correctly', last, top: 1 }}
        lines={[
          {
            name: 'in training, at its distortion',
            points: points.map(({ step, accuracy }) => [step, accuracy]),
          },
          { name: 'test digits, fully distorted', points: heldOut },
        ]}
        format={(share) => (Number.isNaN(share) ? '–' : `${Math.round(100 * share)} %`)}
      />
    </div>
  );
}

/** High enough for every point, and the same for all trainings that converge. */
function lossTop(points: readonly CurvePoint[]): number {
  const highest = Math.max(0, ...points.map(({ loss }) => loss));
  return Math.max(2.5, Math.ceil(2 * highest) / 2);
}
