import type { JSX } from 'preact';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training/digits';

import { IMAGE_SIZE } from '../../model/choices.js';
import { GreyCanvas, Outline } from '../../ui/digit-canvas.js';
import type { DrawSession } from './draw-session.js';
import type { Verdict } from './verdict.js';

const blank = new Float32Array(IMAGE_SIZE * IMAGE_SIZE);

/** The drawing on its way through the net: input, rectified, answer. */
export function Reading({ session }: { readonly session: DrawSession }): JSX.Element {
  const result = session.result.value;
  return (
    <div class="path">
      <div class="steps">
        <figure>
          <figcaption>Input</figcaption>
          <div class="digit-input">
            <GreyCanvas
              values={result?.image ?? blank}
              size={IMAGE_SIZE}
              name="Your digit, the input of the net"
            />
            {result && <Outline points={result.outline} />}
          </div>
        </figure>
        <figure>
          <figcaption>Rectified</figcaption>
          <GreyCanvas
            values={result?.rectified ?? blank}
            size={DIGIT_SIZE}
            name="Your digit, rectified"
          />
        </figure>
        <figure>
          <figcaption>Answer</figcaption>
          <output class="reading" aria-live="polite" data-figure="answer">
            {result ? answers[result.verdict.kind](result.verdict.digits) : '–'}
          </output>
        </figure>
      </div>
      <Probabilities values={result?.probabilities ?? []} />
    </div>
  );
}

const answers: Readonly<Record<Verdict['kind'], (digits: readonly number[]) => JSX.Element>> = {
  sure: ([digit]) => <b>{digit}</b>,
  unsure: ([first, second]) => (
    <>
      <b>{`${first}?`}</b> <small>{`not sure, perhaps ${second}`}</small>
    </>
  ),
  nothing: () => <small>nothing like a digit</small>,
};

/** The probabilities of the ten digits as bars with numbers. */
function Probabilities({ values }: { readonly values: readonly number[] }): JSX.Element {
  const highest = Math.max(...values);
  return (
    <ol class="probabilities" start={0} aria-label="Probability of each digit">
      {Array.from({ length: 10 }, (_, digit) => {
        const share = values[digit] ?? 0;
        return (
          <li key={digit} class={share > 0 && share === highest ? 'highest' : ''}>
            <b>{digit}</b>
            <span class="bar" aria-hidden="true">
              <span style={{ width: `${100 * share}%` }} />
            </span>
            <span class="number">{`${Math.round(100 * share)} %`}</span>
          </li>
        );
      })}
    </ol>
  );
}
