import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Notices, Questions } from '../../app/notices.js';
import { LineChart } from '../../ui/line-chart.js';
import { DigitCard, EmptyCard } from './digit-card.js';
import type { LearnSession } from './learn-session.js';
import { NetPanel } from './net-panel.js';
import { isRunning, type Activity, type CurvePoint } from './net-state.js';
import { RunningButtons, StartButtons } from './training-buttons.js';
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
      <div class="work">
        <Progress session={session} questions={questions} />
        <Digits session={session} />
        <Charts session={session} />
      </div>
      <aside class="controls" aria-label="Settings">
        <TrainingPanel session={session} />
        <NetPanel session={session} notices={notices} questions={questions} />
      </aside>
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

/** The training: its buttons and how far it is. */
function Progress(props: {
  readonly session: LearnSession;
  readonly questions: Questions;
}): JSX.Element {
  const { session } = props;
  const progress = session.progress.value;
  const { step = 0, steps = session.order.value.steps, imagesPerSecond = 0 } = progress ?? {};
  return (
    <div class="progress">
      {isRunning(session.activity.value) ? (
        <RunningButtons session={session} />
      ) : (
        <StartButtons {...props} />
      )}
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
        First an unseen digit and the region that the transformer samples; the thick edge becomes
        the top. Then the input of the classifier.
      </p>
    </section>
  );
}

const WITH = 'with a transformer';
const WITHOUT = 'the same net without';

function Charts({ session }: { readonly session: LearnSession }): JSX.Element {
  const { points, heldOut } = session.curve.value;
  const last = session.progress.value?.steps ?? session.order.value.steps;
  return (
    <div class="charts">
      <LineChart
        {...{ title: 'Accuracy on unseen digits', last, top: 1 }}
        lines={[
          { name: WITH, points: heldOut.map(({ step, own }) => [step, own]) },
          {
            name: WITHOUT,
            points: heldOut.flatMap(({ step, plain }) =>
              plain === undefined ? [] : [[step, plain]],
            ),
          },
        ]}
        format={(share) => (Number.isNaN(share) ? '–' : `${Math.round(100 * share)} %`)}
      />
      <LineChart
        {...{ title: 'Training loss', last, top: lossTop(points) }}
        lines={[
          { name: WITH, points: points.map(({ step, loss }) => [step, loss]) },
          {
            name: WITHOUT,
            points: points.flatMap(({ step, plain }) => (plain ? [[step, plain.loss]] : [])),
          },
        ]}
        format={(loss) => (Number.isNaN(loss) ? '–' : loss.toFixed(2))}
      />
    </div>
  );
}

/** High enough for every point, and the same for all trainings that converge. */
function lossTop(points: readonly CurvePoint[]): number {
  const highest = Math.max(0, ...points.flatMap(({ loss, plain }) => [loss, plain?.loss ?? 0]));
  return Math.max(2.5, Math.ceil(2 * highest) / 2);
}
