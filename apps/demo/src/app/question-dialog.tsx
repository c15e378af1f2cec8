import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Question, Questions } from './questions.js';

/** Asks over the page, which waits. */
export function QuestionDialog({ questions }: { readonly questions: Questions }): JSX.Element {
  const question = questions.current.value;
  return <>{question && <Dialog question={question} />}</>;
}

function Dialog({ question }: { readonly question: Question }): JSX.Element {
  const { text, yes, answer } = question;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), [question]);
  return (
    <dialog ref={dialog} class="question" aria-labelledby="question" onClose={() => answer(false)}>
      <p id="question">{text}</p>
      <div class="actions">
        <button type="button" onClick={() => answer(false)}>
          Cancel
        </button>
        <button type="button" class="main" onClick={() => answer(true)}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
