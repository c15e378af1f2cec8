import type { JSX } from 'preact';

import type { Notices, Questions } from '../../app/notices.js';
import type { TestResult } from '../../learning/test-model.js';
import { Panel } from '../../ui/controls.js';
import { KeepButtons } from './keep-buttons.js';
import type { LearnSession } from './learn-session.js';
import { netFacts, testFacts } from './words.js';

/** The current net: its properties, its test score, and where to save it. */
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
          Test
        </button>
        <output class="number" data-figure="test-accuracy">
          {activity === 'testing' ? 'Reading …' : evaluation && readRight(evaluation)}
        </output>
      </div>
      <p class="hint two-lines" data-figure="test">
        {evaluation && facts ? testFacts(facts, evaluation) : 'On 1,000 unseen digits.'}
      </p>
      <KeepButtons {...props} />
    </Panel>
  );
}

function readRight({ accuracy, count }: TestResult): string {
  return `${(100 * accuracy).toFixed(1)} % of ${count.toLocaleString('en')} right`;
}

/** The current net in one line, or a button to load one. */
export function NetLine({ net }: { readonly net: LearnSession }): JSX.Element {
  const showcase = net.showcase.value;
  if (!showcase && net.activity.value === 'failed') {
    return (
      <div class="two-lines actions">
        <span class="hint">There is no net.</span>
        <button type="button" onClick={() => void net.openPretrained()}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <p class="hint two-lines" data-figure="net">
      {showcase ? netFacts(showcase.facts) : 'Loading the net …'}
    </p>
  );
}
