import type { JSX } from 'preact';

import type { LearnSession } from './learn-session.js';
import { netFacts } from './net-facts.js';

/** What net there is, or how to get one. */
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
