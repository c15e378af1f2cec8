import type { JSX } from 'preact';

import type { Notices } from '../../app/notices.js';
import type { Questions } from '../../app/questions.js';
import type { TestResult } from '../../training/test-model.js';
import { Panel } from '../../ui/panel.js';
import { KeepButtons } from './keep-buttons.js';
import type { LearnSession } from './learn-session.js';
import { testFacts } from './net-facts.js';
import { NetLine } from './net-line.js';

/** The net that is there now: what it is, how good it is, where to keep it. */
export function NetPanel(props: {
  readonly session: LearnSession;
  readonly notices: Notices;
  readonly questions: Questions;
}): JSX.Element {
  const { session } = props;
  const facts = session.showcase.value?.facts;
  const activity = session.activity.value;
  const evaluation = session.evaluation.value;
  return (
    <Panel title="The net">
      <NetLine net={session} />
      <div class="actions">
        <button
          type="button"
          disabled={activity !== 'idle'}
          onClick={() => void session.evaluate()}
        >
          Test it
        </button>
        <output class="number" data-figure="test-accuracy">
          {activity === 'testing' ? 'Reading …' : evaluation && readRight(evaluation)}
        </output>
      </div>
      <p class="hint two-lines" data-figure="test">
        {evaluation && facts ? testFacts(facts, evaluation) : 'On 1,000 digits it has not seen.'}
      </p>
      <KeepButtons {...props} />
    </Panel>
  );
}

function readRight({ accuracy, count }: TestResult): string {
  return `${(100 * accuracy).toFixed(1)} % of ${count.toLocaleString('en')} right`;
}
