import type { JSX } from 'preact';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training/digits';

import type { ShownDigit } from '../../learning/read-images.js';
import { IMAGE_SIZE } from '../../model/choices.js';
import { GreyCanvas, Outline } from '../../ui/digit-canvas.js';

/** One digit before and after the transformer, with the net's answer. */
export function DigitCard({ digit }: { readonly digit: ShownDigit }): JSX.Element {
  const { label, image, outline, rectified, probabilities } = digit;
  const sure = Math.max(...probabilities);
  const answer = probabilities.indexOf(sure);
  const right = answer === label;
  return (
    <li class="digit">
      <div class="digit-input">
        <GreyCanvas values={image} size={IMAGE_SIZE} name={`A distorted ${label}`} />
        <Outline points={outline} />
      </div>
      <span class="arrow" aria-hidden="true">
        →
      </span>
      <GreyCanvas
        values={rectified}
        size={DIGIT_SIZE}
        name={`The same ${label} after the transformer`}
      />
      <p class={right ? 'answer right' : 'answer wrong'}>
        <span class="visually-hidden">{right ? 'Read correctly: ' : 'Misread: '}</span>
        <b>{answer}</b>
        <span class="number">{`${Math.round(100 * sure)} %`}</span>
        <span aria-hidden="true">{right ? '✓' : '✗'}</span>
      </p>
    </li>
  );
}

/** A placeholder of the same size. */
export function EmptyCard(): JSX.Element {
  return (
    <li class="digit empty" aria-hidden="true">
      <span class="grey" />
      <span class="arrow">→</span>
      <span class="grey" />
      <p class="answer">
        <b>–</b>
      </p>
    </li>
  );
}
